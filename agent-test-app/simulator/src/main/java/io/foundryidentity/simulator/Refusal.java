package io.foundryidentity.simulator;

import io.vertx.core.json.JsonObject;

/** How a resource, or a gateway before it, refuses a request although its token is valid. */
public enum Refusal {
  /** A proxy on the way has added a key. */
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
  /** From an API Management gateway. */
  SUBSCRIPTION_KEY_MISSING(
      401,
      new JsonObject()
          .put("statusCode", 401)
          .put(
              "message",
              "Access denied due to missing subscription key. Make sure to include subscription key"
                  + " when making requests to an API.")),
  /** From a gateway that does not say why. */
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
