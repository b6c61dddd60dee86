package io.foundryidentity.simulator;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.text.ParseException;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Entra ID's token endpoint, and the documents that msal4j reads before it uses it. */
final class EntraAuthority implements Listener.Handler {
  private static final String ASSERTION_TYPE =
      "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  private final TokenIssuer issuer;
  private final ServicePrincipal application;
  private final Map<IdentityKind, EndpointBehaviour> behaviours;

  EntraAuthority(
      TokenIssuer issuer,
      ServicePrincipal application,
      Map<IdentityKind, EndpointBehaviour> behaviours) {
    this.issuer = issuer;
    this.application = application;
    this.behaviours = behaviours;
  }

  @Override
  public void handle(Exchange exchange) {
    exchange.date(issuer.clock());
    String path = exchange.request().pathOnly();
    if (path.endsWith("/oauth2/v2.0/token")) {
      token(exchange, path.substring(1, path.length() - "/oauth2/v2.0/token".length()));
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

  private void token(Exchange exchange, String tenant) {
    String form = exchange.request().bodyText();
    IdentityKind kind = kind(form);
    EndpointBehaviour behaviour = behaviours.get(kind);
    if (behaviour == null) {
      throw new IllegalStateException("No behaviour for " + kind);
    }
    behaviour.apply(exchange, () -> answer(exchange, tenant, kind, form));
  }

  /** The issuer in an assertion: the client for a certificate, the cluster for a workload. */
  private static IdentityKind kind(String form) {
    String assertion = Form.value(form, "client_assertion");
    if (assertion == null) {
      return IdentityKind.CLIENT_SECRET;
    }
    try {
      String client = Form.value(form, "client_id");
      String from = SignedJWT.parse(assertion).getJWTClaimsSet().getIssuer();
      return from != null && from.equals(client)
          ? IdentityKind.CLIENT_CERTIFICATE
          : IdentityKind.WORKLOAD_IDENTITY;
    } catch (ParseException e) {
      return IdentityKind.WORKLOAD_IDENTITY;
    }
  }

  private void answer(Exchange exchange, String tenant, IdentityKind kind, String form) {
    String client = Form.value(form, "client_id");
    String scope = Form.value(form, "scope");
    if (!tenant.equals(issuer.tenant())) {
      refuse(exchange, 400, "invalid_request", 90002, "Tenant '" + tenant + "' not found.");
    } else if (!"client_credentials".equals(Form.value(form, "grant_type"))) {
      refuse(exchange, 400, "unsupported_grant_type", 70003, "The grant type is not supported.");
    } else if (client == null) {
      refuse(exchange, 400, "invalid_request", 900144, "The body must contain 'client_id'.");
    } else if (scope == null || audience(scope) == null) {
      refuse(exchange, 400, "invalid_scope", 70011, "The provided value for 'scope' is not valid.");
    } else if (kind == IdentityKind.CLIENT_SECRET) {
      if (application.secret().equals(Form.value(form, "client_secret"))) {
        grant(exchange, client, scope);
      } else {
        refuse(exchange, 401, "invalid_client", 7000215, "Invalid client secret provided.");
      }
    } else if (!ASSERTION_TYPE.equals(Form.value(form, "client_assertion_type"))) {
      refuse(exchange, 400, "invalid_request", 900144, "client_assertion_type is missing.");
    } else if (assertionHolds(kind, form)) {
      grant(exchange, client, scope);
    } else {
      refuse(exchange, 401, "invalid_client", 700027, "Client assertion failed validation.");
    }
  }

  private boolean assertionHolds(IdentityKind kind, String form) {
    try {
      SignedJWT jwt = SignedJWT.parse(Form.value(form, "client_assertion"));
      JWTClaimsSet claims = jwt.getJWTClaimsSet();
      // Uses the real clock, as the client made the assertion and does not know this issuer's time.
      boolean current =
          claims.getExpirationTime() != null
              && claims.getExpirationTime().toInstant().isAfter(Instant.now());
      SigningKey key =
          kind == IdentityKind.WORKLOAD_IDENTITY ? issuer.key() : application.certificateKey();
      return current
          && key.signed(jwt)
          && (kind != IdentityKind.WORKLOAD_IDENTITY || !application.ended(claims));
    } catch (ParseException e) {
      return false;
    }
  }

  /** The resource of a scope, which is the scope without {@code /.default}; null if it has none. */
  private static @Nullable String audience(String scope) {
    for (String one : scope.split(" ", -1)) {
      if (one.endsWith("/.default")) {
        return one.substring(0, one.length() - "/.default".length());
      }
    }
    return null;
  }

  private void grant(Exchange exchange, String client, String scope) {
    String audience = audience(scope);
    if (audience == null) {
      throw new IllegalStateException("The scope was checked before");
    }
    TokenIssuer.Issued issued = issuer.issue(Principal.ofClient(client), audience);
    // Entra gives one second less than the lifetime.
    long left = Math.max(1, issuer.secondsLeft(issued) - 1);
    JsonObject body =
        new JsonObject()
            .put("token_type", "Bearer")
            .put("expires_in", left)
            .put("ext_expires_in", left)
            .put("access_token", issued.token());
    exchange.json(200, body);
  }

  private void refuse(Exchange exchange, int status, String error, int code, String text) {
    String trace = UUID.randomUUID().toString();
    JsonObject body =
        new JsonObject()
            .put("error", error)
            .put("error_description", "AADSTS" + code + ": " + text + " Trace ID: " + trace)
            .put("error_codes", new JsonArray().add(code))
            .put("timestamp", issuer.clock().instant().toString())
            .put("trace_id", trace)
            .put("correlation_id", UUID.randomUUID().toString());
    exchange.json(status, body);
  }
}
