package io.foundryidentity.agent.core.diagnosis;

import io.foundryidentity.agent.core.targets.Cloud;
import io.foundryidentity.agent.core.token.SignInAttempt;
import io.foundryidentity.agent.core.token.SignInAttempt.Result;
import io.foundryidentity.agent.core.token.TokenSourceException;
import java.util.Map;

/**
 * Explains why no credential gave a token.
 *
 * <p>The credential that got furthest counts: where an identity endpoint has answered, it is not
 * important that a variable of another credential is not set. What Entra ID answered is explained
 * by its code ({@link EntraDiagnosis}, {@link FederationDiagnosis}), and what an endpoint of the
 * platform answered by its words ({@link ManagedIdentityDiagnosis}).
 */
public final class SignInDiagnosis {

  private static final String MANAGED = "ManagedIdentityCredential";

  private final SignInFailure failure;

  private SignInDiagnosis(SignInFailure failure) {
    this.failure = failure;
  }

  /**
   * Explains a failure.
   *
   * @param environment variables by name
   */
  public static Explanation explain(
      TokenSourceException failure, Asked asked, Map<String, String> environment) {
    return new SignInDiagnosis(new SignInFailure(failure, asked, environment))
        .explanation()
        .in(Cloud.ofHost(asked.host()));
  }

  private Explanation explanation() {
    SignInAttempt attempt = failure.furthest();
    if (attempt == null) {
      return new Explanation(
          Cause.SIGN_IN_FAILED, "No token is available: " + PlainText.of(failure.reason()) + ".");
    }
    Explanation source = new AssertionSourceDiagnosis(failure).explain(attempt);
    if (source != null) {
      return source;
    }
    boolean alone = failure.attempts().size() == 1;
    switch (attempt.result()) {
      case NOT_CONFIGURED:
        return alone
            ? new Explanation(
                Cause.VARIABLES_MISSING,
                "Variables that "
                    + attempt.credential()
                    + " needs are missing: "
                    + failure.told()
                    + ".")
            : new ManagedIdentityDiagnosis(failure).noCredential();
      case NOT_AVAILABLE:
        return alone && failure.isAtStep("managed identity")
            ? new ManagedIdentityDiagnosis(failure).explain(attempt)
            : alone ? failed(attempt) : new ManagedIdentityDiagnosis(failure).noCredential();
      case SETTING_WRONG:
        return CertificateCause.settingWrong(attempt, failure.asked());
      default:
        Explanation elsewhere = CloudCause.mismatch(attempt, failure.asked());
        return elsewhere == null ? reached(attempt) : elsewhere;
    }
  }

  /** A credential that has asked somebody. */
  private Explanation reached(SignInAttempt attempt) {
    // Before the endpoints of the platform: where workload identity is configured, a managed
    // identity uses Entra ID too
    Explanation federation = new FederationDiagnosis(failure).explain();
    Explanation entra = federation == null ? new EntraDiagnosis(failure).explain() : federation;
    if (entra != null) {
      return entra;
    }
    if (attempt.credential().equals(MANAGED) || failure.isAtStep("managed identity")) {
      return new ManagedIdentityDiagnosis(failure).explain(attempt);
    }
    boolean tool = attempt.result() == Result.ANSWERED && attempt.status() == 0;
    String login = tool ? login() : "";
    return login.isEmpty()
        ? failed(attempt)
        : CloudCause.notLoggedIn(login, Cloud.ofHost(failure.asked().host()));
  }

  /** The command that a developer tool asks for; empty if it asks for none. */
  private String login() {
    for (String command : new String[] {"Connect-AzAccount", "azd auth login", "az login"}) {
      if (failure.says(command)) {
        return command;
      }
    }
    return "";
  }

  private Explanation failed(SignInAttempt attempt) {
    return new Explanation(
        Cause.SIGN_IN_FAILED, attempt.credential() + " gave no token: " + failure.told() + ".");
  }
}
