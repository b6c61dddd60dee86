package io.foundryidentity.simulator;

import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Instant;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/** What Entra says of an assertion that it does not accept. */
final class FederationError {
  private static final String CHECK =
      " Check your federated identity credential Subject, Audience and Issuer against the presented"
          + " assertion. https://learn.microsoft.com/entra/workload-id/workload-identity-federation";

  private FederationError() {}

  static EntraError noFederatedCredential(String client) {
    return new EntraError(
        401,
        "invalid_client",
        70025,
        "The client '" + client + "' has no configured federated identity credentials.");
  }

  static EntraError issuerUnmatched(@Nullable String issuer) {
    return unmatched(700211, "issuer", issuer, "");
  }

  static EntraError audienceUnmatched(String audience) {
    return unmatched(700212, "audience", audience, "");
  }

  static EntraError subjectUnmatched(@Nullable String subject) {
    return unmatched(700213, "subject", subject, "");
  }

  /** The subject differs in upper and lower case only. */
  static EntraError subjectCaseUnmatched(@Nullable String subject) {
    return unmatched(
        7002138,
        "subject",
        subject,
        " The subject matches with case-insensitive comparison, but not with case-sensitive"
            + " comparison.");
  }

  private static EntraError unmatched(
      int code, String part, @Nullable String presented, String more) {
    String text =
        "No matching federated identity record found for presented assertion "
            + part
            + " '"
            + presented
            + "'."
            + more
            + CHECK;
    return new EntraError(401, "invalid_client", code, text);
  }

  /** The older text, which does not say what differs. */
  static EntraError unmatched(JWTClaimsSet claims) {
    return new EntraError(
        400,
        "invalid_request",
        70021,
        "No matching federated identity record found for presented assertion. Assertion Issuer: '"
            + claims.getIssuer()
            + "'. Assertion Subject: '"
            + claims.getSubject()
            + "'. Assertion Audience: '"
            + String.join("', '", claims.getAudience())
            + "'. https://docs.microsoft.com/en-us/azure/active-directory/develop/workload-identity-federation");
  }

  static EntraError assertionExpired(Instant now, @Nullable Date from, @Nullable Date until) {
    return new EntraError(
        401,
        "invalid_client",
        700024,
        "Client assertion is not within its valid time range. Current time: "
            + now
            + ", assertion valid from "
            + (from == null ? Instant.EPOCH : from.toInstant())
            + ", expiry time of assertion "
            + (until == null ? Instant.EPOCH : until.toInstant())
            + ". Review the documentation at"
            + " https://learn.microsoft.com/entra/identity-platform/certificate-credentials .");
  }

  static EntraError signatureInvalid(String reason) {
    return new EntraError(
        401,
        "invalid_client",
        700027,
        "Client assertion failed signature validation. [Reason - " + reason + "]");
  }
}
