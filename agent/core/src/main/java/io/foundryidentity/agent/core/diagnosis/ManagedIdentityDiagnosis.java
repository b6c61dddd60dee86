package io.foundryidentity.agent.core.diagnosis;

import io.foundryidentity.agent.core.configuration.Key;
import io.foundryidentity.agent.core.token.ClientAssertion;
import io.foundryidentity.agent.core.token.SignInAttempt;
import io.foundryidentity.agent.core.token.SignInAttempt.Result;
import org.jspecify.annotations.Nullable;

/** Explains why an endpoint of managed identities gave no token. */
final class ManagedIdentityDiagnosis {

  /** What the endpoints of the platforms say if the identity is not there. */
  private static final String[] NOT_ASSIGNED = {
    "Identity not found",
    "identity has not been assigned",
    "Authentication unavailable",
    "Invalid clientId",
    "No managed identity found",
    "No User Assigned or Delegated Managed Identity found",
  };

  private final SignInFailure failure;
  private final Platform platform;

  ManagedIdentityDiagnosis(SignInFailure failure) {
    this.failure = failure;
    this.platform = failure.platform();
  }

  Explanation explain(SignInAttempt attempt) {
    int status = attempt.status();
    if (attempt.result() == Result.NO_ANSWER) {
      return noAnswer();
    }
    if (SignInAttempt.UNREADABLE_ANSWER.equals(attempt.code())) {
      return new Explanation(
          platform.namesEndpoint() ? Cause.IDENTITY_ENDPOINT_FAILS : Cause.IDENTITY_ENDPOINT_ABSENT,
          "At the address of the identity endpoint something else answers, for example a proxy, or"
              + " the answer is damaged: "
              + failure.told()
              + ".");
    }
    if (failure.says("Multiple user assigned identities")) {
      return Explanation.inOrder(
          Cause.SEVERAL_IDENTITIES,
          "Several identities are assigned here. Name one by its client id.",
          platform.showIdentity(),
          failure
              .asked()
              .flag(
                  failure.managedPrefix().isEmpty() ? Key.CLIENT_ID : Key.ASSERTION_CLIENT_ID,
                  "<client id>"));
    }
    for (String words : NOT_ASSIGNED) {
      if (failure.says(words)) {
        return notAssigned();
      }
    }
    if (status == 429) {
      return new Explanation(
          Cause.IDENTITY_ENDPOINT_THROTTLED,
          "The identity endpoint gets too many requests ("
              + failure.told()
              + "). It allows about 20 in a second for all processes of a machine. This agent asks a"
              + " few times a day. Find the program that asks often, and try again in a minute.");
    }
    if ((status == 401 || status == 403) && platform.hasIdentityHeader()) {
      return new Explanation(
          Cause.IDENTITY_ENDPOINT_REFUSES,
          "The identity endpoint refuses this process ("
              + failure.told()
              + "). IDENTITY_HEADER must have the value that the platform gave this very container:"
              + " do not set it, and do not copy it. Restart the app.");
    }
    return new Explanation(
        Cause.IDENTITY_ENDPOINT_FAILS,
        "The identity endpoint answers without a token: "
            + failure.told()
            + "."
            + (status >= 500 || status == 404 || status == 410
                ? " The platform has a fault or is being updated. Try again in a minute."
                : ""));
  }

  private Explanation noAnswer() {
    if (failure.says("no token within")) {
      return new Explanation(
          Cause.IDENTITY_ENDPOINT_FAILS,
          "The identity endpoint gave no token in time ("
              + failure.told()
              + "): it is slow or fails, or it does not exist here.");
    }
    boolean nobodyThere =
        failure.says("timed out")
            || failure.says("refused")
            || failure.says("No route")
            || failure.says("unreachable");
    return nobodyThere && !platform.namesEndpoint()
        ? absent()
        : new Explanation(
            Cause.IDENTITY_ENDPOINT_FAILS,
            "The request to the identity endpoint got no answer: " + failure.told() + ".");
  }

  private Explanation absent() {
    String words =
        "There is no managed identity endpoint on this machine ("
            + failure.told()
            + "). Either this is not a machine of Azure, or the way to 169.254.169.254 is closed"
            + " (in Kubernetes often by a network policy). Outside Azure ";
    return failure.identity().assertion() == null
        ? new Explanation(
            Cause.IDENTITY_ENDPOINT_ABSENT,
            words + "use another credential.",
            failure.asked().flag(Key.CREDENTIAL, "default"))
        : new Explanation(
            Cause.IDENTITY_ENDPOINT_ABSENT,
            words + "take the assertion from elsewhere: github, google, aws or file.",
            failure.asked().flag(Key.ASSERTION, ClientAssertion.GITHUB));
  }

  private Explanation notAssigned() {
    String wanted = wanted();
    if (wanted != null) {
      return new Explanation(
          Cause.IDENTITY_UNKNOWN,
          "The identity with " + wanted + " is not assigned here. Assign it, or name another one.",
          platform.assignIdentity(true),
          platform.showIdentity());
    }
    if (platform.isKubernetes()) {
      return noCredential();
    }
    return new Explanation(
        Cause.NO_IDENTITY_ASSIGNED,
        "No identity is assigned here. Assign one to this machine or app.",
        platform.assignIdentity(false));
  }

  /** No credential of the chain is available here. */
  Explanation noCredential() {
    String words = "No credential is available here. " + tried();
    if (platform.isKubernetes()) {
      return Explanation.inOrder(
          Cause.NO_CREDENTIAL,
          words + "In this pod workload identity is not switched on: both commands are needed.",
          Platform.workloadIdentity());
    }
    if (platform.isAppPlatform()) {
      return new Explanation(
          Cause.NO_CREDENTIAL, words + "Assign an identity.", platform.assignIdentity(false));
    }
    return new Explanation(
        Cause.NO_CREDENTIAL,
        words + "On your own machine log in. On a virtual machine of Azure assign an identity.",
        "az login",
        platform.assignIdentity(false));
  }

  /** Names the kinds of credentials that were tried. */
  private String tried() {
    StringBuilder names = new StringBuilder();
    for (SignInAttempt attempt : failure.attempts()) {
      names.append(names.length() == 0 ? "Tried: " : ", ").append(attempt.credential());
    }
    return names.length() == 0 ? "" : names.append(". ").toString();
  }

  /** The key and value that select an identity, or null if none is set. */
  private @Nullable String wanted() {
    String prefix = failure.managedPrefix();
    String resource = failure.managedResourceId();
    if (resource != null) {
      return prefix + "resource-id=" + PlainText.of(resource);
    }
    String object = failure.identity().objectId();
    if (object != null) {
      return "object-id=" + PlainText.of(object);
    }
    String client = failure.managedClientId();
    return client == null ? null : prefix + "client-id=" + PlainText.of(client);
  }
}
