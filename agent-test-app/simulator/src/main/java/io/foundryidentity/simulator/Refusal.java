package io.foundryidentity.simulator;

import io.vertx.core.json.JsonObject;

/** What a resource, or the front of one, answers to every request whose token is good. */
public enum Refusal {
  /** Something on the way added a key. */
  KEYS_DISABLED(
      403,
      Exchange.error(
          "AuthenticationTypeDisabled", "Key based authentication is disabled for this resource.")),
  PUBLIC_ACCESS_DISABLED(
      403,
      Exchange.error(
          "AccessDenied", "Public access is disabled. Please configure private endpoint.")),
  NETWORK_RULES(
      403, Exchange.error("AccessDenied", "Access denied due to Virtual Network/Firewall rules.")),
  SUBDOMAIN_MISSING(
      400,
      Exchange.error(
          "BadRequest",
          "Please provide a custom subdomain for token authentication, otherwise API key is"
              + " required.")),
  /** API Management in front. */
  SUBSCRIPTION_KEY_MISSING(
      401,
      new JsonObject()
          .put("statusCode", 401)
          .put(
              "message",
              "Access denied due to missing subscription key. Make sure to include subscription key"
                  + " when making requests to an API.")),
  /** A front that says no and not why. */
  FORBIDDEN(403, new JsonObject());

  private final int status;
  private final String body;

  Refusal(int status, JsonObject body) {
    this.status = status;
    this.body = body.encode();
  }

  AccessCheck.Verdict verdict() {
    return new AccessCheck.Verdict(status, new JsonObject(body), "", Decision.OTHER);
  }
}
