package io.foundryidentity.agent.gateway;

import io.foundryidentity.agent.core.server.Refused;
import io.foundryidentity.agent.core.server.RequestHead;
import io.foundryidentity.agent.core.status.GatewayHealth;
import java.util.Arrays;
import java.util.List;

/**
 * {@code /healthz}, {@code /readyz} and {@code /metrics} on the gateway's own port.
 *
 * <p>On loopback nobody needs the secret for them, and a reason is told: who can connect can also
 * read the health port, and the process's environment is nearer than its metrics. On another
 * address a stranger of the network only learns whether the gateway is ready; the metrics, which
 * name targets and identities, are for those who have the secret. Prometheus can send it.
 */
final class HealthPage implements GatewayPage {

  private static final String PLAIN = "text/plain; charset=us-ascii";
  private static final String OPEN_METRICS =
      "application/openmetrics-text; version=1.0.0; charset=utf-8";

  private final String path;
  private final GatewayHealth health;
  private final Routes routes;
  private final boolean loopback;

  private HealthPage(String path, GatewayHealth health, Routes routes, boolean loopback) {
    this.path = path;
    this.health = health;
    this.routes = routes;
    this.loopback = loopback;
  }

  /**
   * @param loopback whether the gateway listens on loopback only
   */
  static List<GatewayPage> all(GatewayHealth health, Routes routes, boolean loopback) {
    return Arrays.asList(
        new HealthPage("/healthz", health, routes, loopback),
        new HealthPage("/readyz", health, routes, loopback),
        new HealthPage("/metrics", health, routes, loopback));
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public PageAnswer answer(RequestHead head) {
    if (!head.method.equals("GET") && !head.method.equals("HEAD")) {
      return plain(405, "Method Not Allowed", "use GET or HEAD");
    }
    switch (path) {
      case "/healthz":
        return plain(200, "OK", "ok");
      case "/readyz":
        return readyz();
      default:
        return metrics(head);
    }
  }

  private PageAnswer readyz() {
    String why = health.notReady();
    if (why == null) {
      return plain(200, "OK", "ready");
    }
    return plain(
        503,
        "Service Unavailable",
        "not ready: " + (loopback ? why : "the gateway's log and its health-port say why"));
  }

  private PageAnswer metrics(RequestHead head) {
    if (loopback) {
      return PageAnswer.toAnybody(200, "OK", OPEN_METRICS, health.metrics());
    }
    if (!hasSecret(head)) {
      return plain(
          403,
          "Forbidden",
          "on this address /metrics needs the gateway's secret as a bearer token; or use the"
              + " health-port");
    }
    return PageAnswer.toAuthenticated(200, "OK", OPEN_METRICS, health.metrics());
  }

  private boolean hasSecret(RequestHead head) {
    try {
      return new PresentedSecret(head, routes).route() != null;
    } catch (Refused twice) {
      return false;
    }
  }

  private static PageAnswer plain(int status, String reason, String line) {
    return PageAnswer.toAnybody(status, reason, PLAIN, line + "\n");
  }
}
