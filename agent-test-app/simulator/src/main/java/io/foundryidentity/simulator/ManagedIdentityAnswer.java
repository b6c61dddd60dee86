package io.foundryidentity.simulator;

import io.vertx.core.json.JsonObject;

/** A token as a managed identity endpoint writes it, whose numbers are text. */
final class ManagedIdentityAnswer {
  private ManagedIdentityAnswer() {}

  static JsonObject of(
      IdentityKind kind, TokenIssuer issuer, TokenIssuer.Issued issued, ExpiryForm form) {
    long left = issuer.secondsLeft(issued);
    JsonObject body =
        new JsonObject()
            .put("access_token", issued.token())
            .put("expires_on", Long.toString(issued.expiry().getEpochSecond()))
            .put("resource", issued.audience())
            .put("token_type", "Bearer")
            .put("client_id", issued.principal().clientId());
    if (kind != IdentityKind.APP_SERVICE) {
      body.put("expires_in", Long.toString(left))
          .put("ext_expires_in", Long.toString(left))
          .put("not_before", Long.toString(issuer.clock().instant().getEpochSecond()));
    }
    return form.rewrite(body, issued.expiry(), left);
  }
}
