package io.foundryidentity.simulator;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares an assertion with an application's federated credentials, as Entra does. */
final class FederationCheck {
  private final EntraDirectory directory;
  private final TokenIssuer issuer;
  private final ServicePrincipal cluster;

  FederationCheck(Entra entra) {
    directory = entra.directory();
    issuer = entra.issuer();
    cluster = entra.application();
  }

  /** Null if the application accepts it. */
  @Nullable EntraError check(AppRegistration application, SignedJWT assertion)
      throws ParseException {
    JWTClaimsSet claims = assertion.getJWTClaimsSet();
    EntraError unmatched = match(application, claims);
    if (unmatched != null) {
      return directory.saysWhatDiffers() ? unmatched : FederationError.unmatched(claims);
    }
    EntraError unsigned = signature(assertion, claims);
    return unsigned == null ? time(claims) : unsigned;
  }

  private @Nullable EntraError match(AppRegistration application, JWTClaimsSet claims) {
    if (application.credentials().isEmpty()) {
      return FederationError.noFederatedCredential(application.clientId());
    }
    List<FederatedCredential> byIssuer =
        application.credentials().stream().filter(each -> each.issuedBy(claims)).toList();
    if (byIssuer.isEmpty()) {
      return FederationError.issuerUnmatched(claims.getIssuer());
    }
    List<FederatedCredential> subject =
        byIssuer.stream().filter(each -> each.names(claims)).toList();
    if (subject.isEmpty()) {
      return byIssuer.stream().anyMatch(each -> each.namesIgnoringCase(claims))
          ? FederationError.subjectCaseUnmatched(claims.getSubject())
          : FederationError.subjectUnmatched(claims.getSubject());
    }
    return subject.stream().anyMatch(each -> each.isFor(claims, directory.cloud()))
        ? null
        : FederationError.audienceUnmatched(String.join(", ", claims.getAudience()));
  }

  private @Nullable EntraError signature(SignedJWT assertion, JWTClaimsSet claims) {
    KnownIssuer known = directory.knownIssuer(claims.getIssuer());
    if (known == null && !isEntra(claims)) {
      return FederationError.signatureInvalid("The key was not found.");
    }
    boolean signed = known == null ? issuer.key().signed(assertion) : known.signed(assertion);
    return signed && !ended(claims)
        ? null
        : FederationError.signatureInvalid(
            "The provided signature value did not match the expected signature value.");
  }

  private boolean ended(JWTClaimsSet claims) {
    return ServicePrincipal.CLUSTER.equals(claims.getIssuer()) && cluster.ended(claims);
  }

  /** Whether the issuer is one of Entra's tenants. */
  boolean isEntra(JWTClaimsSet claims) {
    String from = claims.getIssuer();
    return from != null && from.startsWith("https://" + directory.cloud().authorityHost());
  }

  private @Nullable EntraError time(JWTClaimsSet claims) {
    KnownIssuer known = directory.knownIssuer(claims.getIssuer());
    Clock clock = known == null ? issuer.clock() : known.clock();
    Instant now = clock.instant();
    Date from = claims.getNotBeforeTime();
    Date until = claims.getExpirationTime();
    boolean current =
        until != null
            && now.isBefore(until.toInstant())
            && (from == null || !now.isBefore(from.toInstant()));
    return current ? null : FederationError.assertionExpired(now, from, until);
  }
}
