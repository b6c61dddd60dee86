package io.foundryidentity.simulator;

import com.nimbusds.jwt.JWTClaimsSet;

/** Whose assertions an application accepts; all three parts are compared letter by letter. */
record FederatedCredential(String issuer, String subject, String audience) {

  boolean issuedBy(JWTClaimsSet claims) {
    return issuer.equals(claims.getIssuer());
  }

  boolean names(JWTClaimsSet claims) {
    return subject.equals(claims.getSubject());
  }

  boolean namesIgnoringCase(JWTClaimsSet claims) {
    return subject.equalsIgnoreCase(claims.getSubject());
  }

  /** Entra knows its own token exchange by its URI and by its id. */
  boolean isFor(JWTClaimsSet claims, Cloud cloud) {
    boolean exchange = audience.equals(cloud.tokenExchange());
    return claims.getAudience().contains(audience)
        || (exchange && claims.getAudience().contains(cloud.tokenExchangeId()));
  }
}
