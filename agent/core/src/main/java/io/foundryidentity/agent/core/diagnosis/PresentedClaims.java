package io.foundryidentity.agent.core.diagnosis;

import io.foundryidentity.agent.core.token.PresentedAssertion;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Issuer, subject and audience of the assertion that was refused: from the assertion itself, or as
 * Entra ID repeats them. They are public, and are shown in commands.
 */
final class PresentedClaims {

  private static final Pattern REPEATED =
      Pattern.compile(
          "(?:presented assertion|Assertion) (issuer|subject|audience):? '([^']{1,600})'",
          Pattern.CASE_INSENSITIVE);

  /** What can be inside of quotes of every shell, and of JSON. */
  private static final Pattern QUOTABLE = Pattern.compile("[A-Za-z0-9._:/@+=,~*-]{1,600}");

  /** The subject of a token that a blueprint gets for one of its agent identities. */
  private static final String OF_BLUEPRINT = "/eid1/";

  private static final String OF_IDENTITY_BINDING = "api://AKSIdentityBinding";

  /** In tokens of Entra ID the id of the exchange's own application stands for its name. */
  private static final String EXCHANGE_ID = "fb60f99c-7a34-4190-8149-302f77469936";

  private @Nullable String issuer;
  private @Nullable String subject;
  private @Nullable String audience;

  private PresentedClaims() {}

  static PresentedClaims of(SignInFailure failure) {
    PresentedClaims claims = new PresentedClaims();
    Matcher repeated = REPEATED.matcher(failure.reason());
    while (repeated.find()) {
      claims.set(repeated.group(1).toLowerCase(Locale.ROOT), repeated.group(2));
    }
    PresentedAssertion assertion = failure.assertion();
    if (assertion != null) {
      claims.issuer = assertion.issuer() == null ? claims.issuer : assertion.issuer();
      claims.subject = assertion.subject() == null ? claims.subject : assertion.subject();
      claims.audience = assertion.audience() == null ? claims.audience : assertion.audience();
    }
    return claims;
  }

  private void set(String claim, String value) {
    if (claim.equals("issuer")) {
      issuer = value;
    } else if (claim.equals("subject")) {
      subject = value;
    } else {
      audience = value;
    }
  }

  @Nullable String issuer() {
    return issuer;
  }

  @Nullable String subject() {
    return subject;
  }

  @Nullable String audience() {
    return audience;
  }

  boolean isOfBlueprint() {
    return subject != null && subject.startsWith(OF_BLUEPRINT);
  }

  boolean isOfIdentityBinding() {
    return OF_IDENTITY_BINDING.equals(audience);
  }

  /** Whether the assertion is for the audience of the token exchange. */
  boolean isForExchange(String expected) {
    return expected.equals(audience) || EXCHANGE_ID.equals(audience);
  }

  /** The three for a sentence. */
  String told() {
    return "issuer "
        + shown(issuer)
        + ", subject "
        + shown(subject)
        + " and audience "
        + shown(audience)
        + (EXCHANGE_ID.equals(audience) ? " (the id of Entra ID's token exchange)" : "");
  }

  private static String shown(@Nullable String claim) {
    return claim == null ? "(not known)" : "'" + PlainText.of(claim) + "'";
  }

  /** A claim as it can be written into a command; null if it cannot, or if it would be masked. */
  @Nullable String word(@Nullable String claim) {
    return claim != null && QUOTABLE.matcher(claim).matches() && claim.equals(PlainText.of(claim))
        ? claim
        : null;
  }
}
