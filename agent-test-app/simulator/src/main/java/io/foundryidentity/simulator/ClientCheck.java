package io.foundryidentity.simulator;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a client is who it says: by secret or assertion.
 *
 * <p>Registered applications are checked as Entra checks them. Any other client id shares one
 * secret, one certificate and one cluster, so that most tests need no registration.
 */
final class ClientCheck {
  private static final String ASSERTION_TYPE =
      "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  private final TokenIssuer issuer;
  private final EntraDirectory directory;
  private final ServicePrincipal shared;
  private final FederationCheck federation;

  ClientCheck(Entra entra) {
    issuer = entra.issuer();
    directory = entra.directory();
    shared = entra.application();
    federation = new FederationCheck(entra);
  }

  /** Whether only a registered application can accept an assertion with these claims. */
  boolean isFederated(JWTClaimsSet claims) {
    boolean cluster = ServicePrincipal.CLUSTER.equals(claims.getIssuer());
    boolean known = directory.knownIssuer(claims.getIssuer()) != null;
    return federation.isEntra(claims) || (known && !cluster);
  }

  /** Null if the client may have a token. */
  @Nullable EntraError check(String tenant, String client, IdentityKind kind, String form) {
    AppRegistration registered = directory.application(client);
    boolean federated = kind == IdentityKind.FEDERATED || kind == IdentityKind.AGENT_IDENTITY;
    boolean ofAnyClient = registered == null && !federated && tenant.equals(issuer.tenant());
    EntraError refusal = ofAnyClient ? null : found(registered, tenant, client);
    return refusal == null ? proof(registered, client, kind, form) : refusal;
  }

  private static @Nullable EntraError found(
      @Nullable AppRegistration registered, String tenant, String client) {
    if (registered == null) {
      return EntraError.applicationNotFound(client, tenant);
    }
    if (!registered.isIn(tenant)) {
      return registered.isMultiTenant()
          ? EntraError.principalMissing(client, tenant)
          : EntraError.applicationNotFound(client, tenant);
    }
    return registered.refusal();
  }

  private @Nullable EntraError proof(
      @Nullable AppRegistration registered, String client, IdentityKind kind, String form) {
    String assertion = Form.value(form, "client_assertion");
    if (assertion == null) {
      String secret = registered == null ? shared.secret() : registered.secret();
      return secret.equals(Form.value(form, "client_secret"))
          ? null
          : EntraError.secretInvalid(client);
    }
    if (!ASSERTION_TYPE.equals(Form.value(form, "client_assertion_type"))) {
      return EntraError.parameterMissing("client_assertion_type");
    }
    try {
      SignedJWT jwt = SignedJWT.parse(assertion);
      if (registered != null && kind != IdentityKind.CLIENT_CERTIFICATE) {
        return federation.check(registered, jwt);
      }
      if (jwt.getJWTClaimsSet().getAudience().contains(TokenProxy.AUDIENCE)) {
        // Entra trusts the issuer of the token proxy here, not the cluster
        return FederationError.issuerUnmatched(jwt.getJWTClaimsSet().getIssuer());
      }
      return holds(kind, jwt)
          ? null
          : FederationError.signatureInvalid(
              "The provided signature value did not match the expected signature value.");
    } catch (ParseException e) {
      return FederationError.signatureInvalid("The assertion is not a signed token.");
    }
  }

  private boolean holds(IdentityKind kind, SignedJWT jwt) throws ParseException {
    JWTClaimsSet claims = jwt.getJWTClaimsSet();
    // Uses the real clock, as the client made the assertion and does not know this issuer's time.
    boolean current =
        claims.getExpirationTime() != null
            && claims.getExpirationTime().toInstant().isAfter(Instant.now());
    boolean workload = kind == IdentityKind.WORKLOAD_IDENTITY;
    SigningKey key = workload ? issuer.key() : shared.certificateKey();
    return current && key.signed(jwt) && !(workload && shared.ended(claims));
  }
}
