package io.foundryidentity.simulator;

import java.time.Duration;
import java.util.Map;

/** The metadata server of Google Cloud: identity tokens of a service account, over plain http. */
public final class GoogleMetadata {
  /** The issuer of Google's identity tokens. */
  public static final String ISSUER = "https://accounts.google.com";

  static final String ROOT = "/computeMetadata/v1/";

  private static final String ACCOUNT = "orders@contoso-prod.iam.gserviceaccount.com";
  private static final String SUBJECT = "108812345678901234567";
  private static final String ACCOUNTS = ROOT + "instance/service-accounts/";

  private final KnownIssuer issuer;
  private final EndpointBehaviour behaviour;
  private volatile boolean hasAccount = true;
  private volatile boolean namesItself = true;

  GoogleMetadata(EntraDirectory directory, EndpointBehaviour behaviour) {
    issuer = directory.issuer(ISSUER);
    this.behaviour = behaviour;
  }

  /** The service account's unique id: the subject of its tokens, for a federated credential. */
  public String subject() {
    return SUBJECT;
  }

  /** Off: no service account is attached. */
  public void account(boolean on) {
    hasAccount = on;
  }

  /** Off: the answers lack {@code Metadata-Flavor: Google}, as from something else. */
  public void namesItself(boolean on) {
    namesItself = on;
  }

  void handle(Exchange exchange) {
    behaviour.apply(exchange, () -> answer(exchange));
  }

  private void answer(Exchange exchange) {
    ReceivedRequest request = exchange.request();
    if (namesItself) {
      exchange.response().putHeader("metadata-flavor", "Google");
    }
    exchange.response().putHeader("server", "Metadata Server for VM");
    String path = request.pathOnly();
    boolean known =
        path.equals(ACCOUNTS + "default/identity") || path.equals(ACCOUNTS + ACCOUNT + "/identity");
    String audience = request.query("audience");
    if (request.header("x-forwarded-for") != null) {
      page(exchange, 403, "Your client does not have permission: X-Forwarded-For");
    } else if (!"Google".equals(request.header("metadata-flavor"))) {
      page(exchange, 403, "Missing required header \"Metadata-Flavor\": \"Google\"");
    } else if (!known || !hasAccount) {
      page(exchange, 404, "The requested URL " + path + " was not found on this server.");
    } else if (audience == null || audience.isEmpty()) {
      exchange.text(400, "text/html", "non-empty audience parameter required\n");
    } else {
      exchange.text(200, "text/html", token(audience, "full".equals(request.query("format"))));
    }
  }

  private String token(String audience, boolean full) {
    Map<String, Object> claims =
        full
            ? Map.of("azp", SUBJECT, "email", ACCOUNT, "email_verified", true)
            : Map.of("azp", SUBJECT);
    return issuer.token(SUBJECT, audience, Duration.ofHours(1), claims);
  }

  private static void page(Exchange exchange, int status, String text) {
    exchange.text(
        status,
        "text/html; charset=UTF-8",
        "<!DOCTYPE html>\n<html lang=en>\n  <title>Error "
            + status
            + "</title>\n  <p><b>"
            + status
            + ".</b> <ins>That's an error.</ins>\n  <p>"
            + text
            + "\n");
  }
}
