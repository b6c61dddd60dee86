package io.foundryidentity.simulator;

import com.nimbusds.jose.jwk.JWKSet;
import io.vertx.core.json.JsonObject;

/** Entra ID: its token endpoint, and the documents that msal4j reads before it uses it. */
final class EntraAuthority implements Listener.Handler {
  private final TokenIssuer issuer;
  private final TokenEndpoint tokens;

  EntraAuthority(TokenIssuer issuer, TokenEndpoint tokens) {
    this.issuer = issuer;
    this.tokens = tokens;
  }

  @Override
  public void handle(Exchange exchange) {
    exchange.date(issuer.clock());
    String path = exchange.request().pathOnly();
    if (path.endsWith("/oauth2/v2.0/token")) {
      tokens.handle(exchange, path.substring(1, path.length() - "/oauth2/v2.0/token".length()));
    } else if (path.endsWith("/discovery/instance")) {
      exchange.json(200, EntraDocuments.instanceDiscovery(exchange.request()));
    } else if (path.endsWith("/.well-known/openid-configuration")) {
      String base = "https://" + exchange.request().host();
      exchange.json(200, EntraDocuments.openidConfiguration(base, issuer.tenant()));
    } else if (path.endsWith("/discovery/v2.0/keys")) {
      exchange.json(200, new JsonObject(new JWKSet(issuer.key().jwk()).toString()));
    } else {
      exchange.notFound();
    }
  }
}
