package io.foundryidentity.simulator;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.text.ParseException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Entra's {@code /oauth2/v2.0/token}: decides who asks and in which way, then grants or refuses.
 */
final class TokenEndpoint {
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

  private final Entra entra;
  private final TokenIssuer issuer;
  private final EntraDirectory directory;
  private final ClientCheck clients;

  TokenEndpoint(Entra entra) {
    this.entra = entra;
    issuer = entra.issuer();
    directory = entra.directory();
    clients = new ClientCheck(entra);
  }

  void handle(Exchange exchange, String tenant) {
    String form = exchange.request().bodyText();
    IdentityKind kind = kind(form);
    entra.at(kind).apply(exchange, () -> answer(exchange, tenant, kind, form));
  }

  /** A registered application is federated; for others the issuer in the assertion decides. */
  private IdentityKind kind(String form) {
    String client = Form.value(form, "client_id");
    AppRegistration registered = directory.application(client);
    boolean agentIdentity = registered != null && registered.isAgentIdentity();
    if (agentIdentity || Form.value(form, "fmi_path") != null) {
      return IdentityKind.AGENT_IDENTITY;
    }
    String assertion = Form.value(form, "client_assertion");
    if (assertion == null) {
      return IdentityKind.CLIENT_SECRET;
    }
    try {
      JWTClaimsSet claims = SignedJWT.parse(assertion).getJWTClaimsSet();
      String from = claims.getIssuer();
      if (from != null && from.equals(client)) {
        return IdentityKind.CLIENT_CERTIFICATE;
      }
      return registered != null || clients.isFederated(claims)
          ? IdentityKind.FEDERATED
          : IdentityKind.WORKLOAD_IDENTITY;
    } catch (ParseException e) {
      return registered == null ? IdentityKind.WORKLOAD_IDENTITY : IdentityKind.FEDERATED;
    }
  }

  private void answer(Exchange exchange, String tenant, IdentityKind kind, String form) {
    String client = Form.value(form, "client_id");
    String grant = Form.value(form, "grant_type");
    String scope = Form.value(form, "scope");
    String audience = scope == null ? null : audience(scope);
    if (!directory.hasTenant(tenant)) {
      refuse(exchange, EntraError.tenantNotFound(tenant));
    } else if (!"client_credentials".equals(grant)) {
      refuse(exchange, EntraError.grantUnsupported(grant));
    } else if (client == null) {
      refuse(exchange, EntraError.parameterMissing("client_id"));
    } else if (audience == null) {
      refuse(exchange, EntraError.scopeInvalid(scope));
    } else {
      EntraError refusal = clients.check(tenant, client, kind, form);
      if (refusal != null) {
        refuse(exchange, refusal);
      } else if (!directory.hasResource(audience)) {
        refuse(exchange, EntraError.resourceNotFound(audience, tenant));
      } else {
        AppRegistration registered = directory.application(client);
        Principal principal =
            registered == null ? Principal.ofClient(client) : registered.principal();
        String below = Form.value(form, "fmi_path");
        grant(exchange, new TokenContent(tenant, principal, audience, below));
      }
    }
  }

  /** Grants what the form asks for to somebody who was checked already. */
  void grantTo(Exchange exchange, String tenant, Principal principal, String form) {
    String scope = Form.value(form, "scope");
    String audience = scope == null ? null : audience(scope);
    if (audience == null) {
      refuse(exchange, EntraError.scopeInvalid(scope));
    } else if (!directory.hasResource(audience)) {
      refuse(exchange, EntraError.resourceNotFound(audience, tenant));
    } else {
      grant(exchange, TokenContent.of(tenant, principal, audience));
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

  private void grant(Exchange exchange, TokenContent content) {
    TokenIssuer.Issued issued = issuer.issue(content);
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

  void refuse(Exchange exchange, EntraError refusal) {
    Instant now = issuer.clock().instant();
    String trace = UUID.randomUUID().toString();
    String correlation = UUID.randomUUID().toString();
    String description =
        String.format(
            "AADSTS%d: %s Trace ID: %s Correlation ID: %s Timestamp: %s",
            refusal.code(), refusal.text(), trace, correlation, TIMESTAMP.format(now));
    JsonObject body =
        new JsonObject()
            .put("error", refusal.error())
            .put("error_description", description)
            .put("error_codes", new JsonArray().add(refusal.code()))
            .put("timestamp", TIMESTAMP.format(now))
            .put("trace_id", trace)
            .put("correlation_id", correlation)
            .put(
                "error_uri",
                "https://" + directory.cloud().authorityHost() + "/error?code=" + refusal.code());
    exchange.json(refusal.status(), body);
  }
}
