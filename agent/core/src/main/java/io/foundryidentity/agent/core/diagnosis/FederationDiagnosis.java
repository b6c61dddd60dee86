package io.foundryidentity.agent.core.diagnosis;

import io.foundryidentity.agent.core.configuration.Key;
import io.foundryidentity.agent.core.token.PresentedAssertion;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Explains why Entra ID refuses a client assertion: no federated credential has its issuer, its
 * subject or its audience, or it is too old, or of a kind that is not accepted.
 */
final class FederationDiagnosis {

  private static final Pattern TIMES =
      Pattern.compile(
          "Current time: (\\S+), assertion valid from (\\S+), expiry time of assertion"
              + " ([0-9T:.-]+Z)");

  private final SignInFailure failure;
  private final PresentedClaims claims;

  FederationDiagnosis(SignInFailure failure) {
    this.failure = failure;
    this.claims = PresentedClaims.of(failure);
  }

  /** Null if the failure has no code about assertions. */
  @Nullable Explanation explain() {
    for (int code : EntraCode.in(failure.reason())) {
      Explanation explanation = explain(code);
      if (explanation != null) {
        return explanation;
      }
    }
    return null;
  }

  private @Nullable Explanation explain(int code) {
    switch (code) {
      case 70021:
      case 70025: // There is no federated credential at all
      case 700211:
      case 700212:
      case 700213:
      case 7002137:
      case 7002138:
        return noMatch(code);
      case 700024:
        return notCurrent();
      case 50166:
      case 501661:
      case 90061:
        return issuerUnreachable();
      case 700222:
      case 700226:
      case 700229:
        return new Explanation(
            Cause.ASSERTION_REFUSED,
            "Entra ID does not accept this token as an assertion ("
                + failure.told()
                + "). Of its own tokens it accepts only those of managed identities.",
            failure.asked().flag(Key.ASSERTION, "managed-identity"));
      case 700027:
        return isOfIssuer() ? badSignature() : null;
      case 82001:
        return Explanation.inOrder(
            Cause.BLUEPRINT_ALONE,
            "The client id is the one of a blueprint. A blueprint gets no tokens for itself, only"
                + " for an agent identity.",
            failure.asked().flag(Key.CREDENTIAL, "agent-identity"),
            failure.asked().flag(Key.BLUEPRINT_CLIENT_ID, failure.clientId()),
            failure.asked().flag(Key.CLIENT_ID, "<client id of the agent identity>"));
      default:
        return null;
    }
  }

  private Explanation noMatch(int code) {
    if (claims.isOfBlueprint()) {
      return new Explanation(
          Cause.BLUEPRINT_MAY_NOT_ACT,
          "The blueprint may not act for the agent identity "
              + failure.clientId()
              + ". It acts only for agent identities that were created from it, in the same tenant."
              + AgentIdentityCommands.HOW,
          AgentIdentityCommands.showBlueprintOf(failure.clientId()),
          failure.asked().flag(Key.BLUEPRINT_CLIENT_ID, "<client id of its blueprint>"));
    }
    if (claims.isOfIdentityBinding()) {
      return new Explanation(
          Cause.IDENTITY_BINDING_INCOMPLETE,
          "This token file belongs to an identity binding of AKS, whose tokens are exchanged by the"
              + " cluster's token proxy. The pod has no complete set of the variables that name the"
              + " proxy. Add the annotation to the pods' template, which creates the pods again.",
          Platform.identityBinding());
    }
    FederatedCredentialCommands commands = new FederatedCredentialCommands(failure, claims);
    if (code == 700212) {
      return audience(commands);
    }
    String sent = " The assertion has " + claims.told() + "." + commands.how();
    if (code == 700211) {
      return new Explanation(
          Cause.FEDERATION_ISSUER,
          "No federated credential of "
              + commands.holder()
              + " has the issuer of the assertion."
              + sent
              + " A slash at the end of the issuer counts. Create one with these values, or correct"
              + " the one that is there.",
          commands.create(),
          commands.list());
    }
    if (code == 700213 || code == 7002137 || code == 7002138) {
      return new Explanation(
          Cause.FEDERATION_SUBJECT,
          "No federated credential of "
              + commands.holder()
              + " has the subject of the assertion"
              + (code == 7002138 ? "; one differs only in capital and small letters" : "")
              + "."
              + sent
              + " Create one with these values, or correct the one that is there. A new one works"
              + " after some minutes.",
          commands.create(),
          commands.list());
    }
    return new Explanation(
        Cause.FEDERATION_MISSING,
        "No federated credential of "
            + commands.holder()
            + " matches the assertion."
            + sent
            + " Create one with exactly these values.",
        commands.create(),
        commands.list());
  }

  private Explanation audience(FederatedCredentialCommands commands) {
    String expected = commands.audience();
    String words =
        "The federated credential of "
            + commands.holder()
            + " is for another audience than the assertion. The assertion has "
            + claims.told()
            + ". ";
    if (claims.audience() != null && !claims.isForExchange(expected)) {
      return new Explanation(
          Cause.FEDERATION_AUDIENCE,
          words + "Entra ID expects " + expected + ": request the assertion for it.",
          failure.asked().flag(Key.AUDIENCE, expected),
          commands.update());
    }
    return new Explanation(
        Cause.FEDERATION_AUDIENCE,
        words + "Correct the audience of the federated credential.",
        commands.update(),
        commands.list());
  }

  private Explanation notCurrent() {
    Shell shell = failure.asked().shell();
    Matcher times = TIMES.matcher(failure.reason());
    String words = "The assertion is not valid at this time (" + failure.told() + ").";
    if (times.find()) {
      Instant now = instant(times.group(1));
      Instant end = instant(times.group(3));
      if (now != null && end != null && now.isAfter(end)) {
        words =
            "The assertion expired at "
                + times.group(3)
                + ", "
                + Duration.between(end, now).toMinutes()
                + " min before the request.";
      } else if (now != null && end != null) {
        words =
            "The assertion is valid only from "
                + times.group(2)
                + " on, and it is "
                + times.group(1)
                + " for Entra ID.";
      }
    }
    String file = failure.tokenFile();
    String name = PlainText.file(file);
    String advice =
        " An assertion in a file must be renewed by whoever writes it (the kubelet, SPIRE's agent):"
            + " look at the time of the file. Else the clock of this machine is wrong.";
    String[] clock = shell.setClock();
    return file == null
        ? new Explanation(Cause.ASSERTION_EXPIRED, words + advice, clock)
        : new Explanation(
            Cause.ASSERTION_EXPIRED,
            words + advice,
            shell.showFile(name == null ? "<token file>" : name),
            clock[0]);
  }

  private static @Nullable Instant instant(String time) {
    try {
      return Instant.parse(time);
    } catch (DateTimeParseException notOne) {
      return null;
    }
  }

  private Explanation issuerUnreachable() {
    String issuer = claims.word(claims.issuer());
    return new Explanation(
        Cause.ISSUER_UNREACHABLE,
        "Entra ID cannot read the keys of the assertion's issuer "
            + (claims.issuer() == null ? "" : PlainText.of(claims.issuer()) + " ")
            + "from the internet. The issuer's discovery document must be public, with https and a"
            + " certificate of a public authority.",
        failure
            .asked()
            .shell()
            .get(
                (issuer == null ? "<issuer>" : stripped(issuer))
                    + "/.well-known/openid-configuration"));
  }

  private static String stripped(String url) {
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  private Explanation badSignature() {
    return new Explanation(
        Cause.ASSERTION_REFUSED,
        "The signature of the assertion is not one of a key that its issuer publishes now. The"
            + " assertion has "
            + claims.told()
            + ". The issuer has changed its keys, or another program wrote the assertion.");
  }

  /** Whether somebody else issued the assertion; a certificate's assertion is the client's own. */
  private boolean isOfIssuer() {
    PresentedAssertion assertion = failure.assertion();
    String issuer = assertion == null ? null : assertion.issuer();
    return issuer != null && !issuer.equals(failure.identity().clientId());
  }
}
