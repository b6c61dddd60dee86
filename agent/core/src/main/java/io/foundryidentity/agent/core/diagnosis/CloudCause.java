package io.foundryidentity.agent.core.diagnosis;

import io.foundryidentity.agent.core.configuration.Key;
import io.foundryidentity.agent.core.targets.Cloud;
import io.foundryidentity.agent.core.token.SignInAttempt;
import org.jspecify.annotations.Nullable;

/** Explains a sign-in that fails because it is made in another cloud than the target's. */
final class CloudCause {

  private CloudCause() {}

  /** Null if the cloud is not the reason. */
  static @Nullable Explanation mismatch(SignInAttempt attempt, Asked asked) {
    Cloud cloud = Cloud.ofScope(asked.scope());
    if (cloud == null || !attempt.reason().contains("AADSTS")) {
      return null;
    }
    switch (attempt.credential()) {
      case "AzureCliCredential":
        return cloud != Cloud.PUBLIC && attempt.reason().contains("AADSTS500011")
            ? new Explanation(
                Cause.CLOUD_MISMATCH,
                "The target is in " + cloud + ", and the Azure CLI uses another cloud.",
                "az login")
            : null;
      case "AzurePowerShellCredential":
      case "AzureDeveloperCliCredential":
        return null;
      default:
        return ofAuthority(cloud, attempt, asked);
    }
  }

  private static @Nullable Explanation ofAuthority(
      Cloud cloud, SignInAttempt attempt, Asked asked) {
    Cloud authority = Cloud.ofAuthority(asked.identity().authorityHost());
    if (authority == null || authority == cloud) {
      return null;
    }
    String told = PlainText.of(attempt.reason());
    return new Explanation(
        Cause.CLOUD_MISMATCH,
        "The target is in "
            + cloud
            + ", and the authority is the one of "
            + authority
            + ". An identity gets tokens of its own cloud only. The authority answered: "
            + told
            + (told.endsWith(".") ? "" : "."),
        asked.flag(Key.AUTHORITY_HOST, cloud.authority()));
  }

  /**
   * Nobody is signed in to a developer tool, which is to use the target's cloud.
   *
   * @param login the tool's command
   */
  static Explanation notLoggedIn(String login, Cloud cloud) {
    String words =
        "Nobody is signed in to the developer tool, and no other credential is available here.";
    if (cloud == Cloud.PUBLIC || login.startsWith("az ")) {
      return new Explanation(Cause.NOT_LOGGED_IN, words, login);
    }
    return login.startsWith("azd ")
        ? Explanation.inOrder(
            Cause.NOT_LOGGED_IN, words, "azd config set cloud.name " + cloud.commandName(), login)
        : new Explanation(
            Cause.NOT_LOGGED_IN, words, login + " -Environment " + cloud.commandName());
  }
}
