package io.foundryidentity.agent.health;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the health port has under which path. */
final class Pages {

  private static final Logger LOG = LoggerFactory.getLogger(Pages.class);

  private static final String OPEN_METRICS =
      "application/openmetrics-text; version=1.0.0; charset=utf-8";

  private final HealthSource health;

  Pages(HealthSource health) {
    this.health = health;
  }

  /**
   * @param target path and query, as they were sent
   */
  Answer answer(String target) {
    int query = target.indexOf('?');
    String path = query < 0 ? target : target.substring(0, query);
    try {
      switch (path) {
        case "/healthz":
          return healthz(health.now(false));
        case "/readyz":
          return readyz(health.now(false));
        case "/metrics":
          return Answer.ok(OPEN_METRICS, Metrics.of(health.now(false), System.currentTimeMillis()));
        case "/":
          return Answer.page(
              StatusPage.POLICY,
              StatusPage.of(
                  health.now(true),
                  System.currentTimeMillis(),
                  !target.substring(path.length()).equals(StatusPage.NO_REFRESH)));
        default:
          return Answer.notFound();
      }
    } catch (RuntimeException unforeseen) {
      LOG.debug("health port: {} could not be made", path, unforeseen);
      return Answer.failed();
    }
  }

  private static Answer healthz(AgentHealth now) {
    return now.failure == null ? Answer.ok("ok") : Answer.unavailable(now.failure);
  }

  private static Answer readyz(AgentHealth now) {
    String why = now.notReady();
    return why == null ? Answer.ok("ready") : Answer.unavailable("not ready: " + why);
  }
}
