package io.foundryidentity.agent.core.diagnosis;

import io.foundryidentity.agent.core.configuration.Key;
import io.foundryidentity.agent.core.token.Identity;
import io.foundryidentity.agent.core.token.SignInAttempt;
import io.foundryidentity.agent.core.token.SignInAttempt.Result;
import io.foundryidentity.agent.core.token.TokenSourceException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Explains why no credential gave a token.
 *
 * <p>The credential that got furthest counts: where an identity endpoint has answered, it is not
 * important that a variable of another credential is not set.
 */
public final class SignInDiagnosis {

  private static final String MANAGED = "ManagedIdentityCredential";

  private final TokenSourceException failure;
  private final @Nullable SignInAttempt furthest;
  private final String reason;
  private final Asked asked;
  private final Platform platform;

  private SignInDiagnosis(
      TokenSourceException failure, Asked asked, Map<String, String> environment) {
    this.failure = failure;
    this.furthest = SignInAttempt.furthest(failure.attempts());
    this.reason = furthest == null ? String.valueOf(failure.getMessage()) : furthest.reason();
    this.asked = asked;
    this.platform = new Platform(environment);
  }

  /**
   * Explains a failure.
   *
   * @param environment variables by name
   */
  public static Explanation explain(
      TokenSourceException failure, Asked asked, Map<String, String> environment) {
    return new SignInDiagnosis(failure, asked, environment).explanation();
  }

  private Explanation explanation() {
    SignInAttempt attempt = furthest;
    if (attempt == null) {
      return new Explanation(
          Cause.SIGN_IN_FAILED, "No token is available: " + PlainText.of(reason) + ".");
    }
    switch (attempt.result()) {
      case NOT_CONFIGURED:
        return failure.attempts().size() == 1
            ? new Explanation(
                Cause.VARIABLES_MISSING,
                "Variables that " + attempt.credential() + " needs are missing: " + told() + ".")
            : noCredential();
      case NOT_AVAILABLE:
        return failure.attempts().size() == 1 ? failed(attempt) : noCredential();
      case SETTING_WRONG:
        return new Explanation(
            Cause.SETTING_WRONG,
            "A setting of " + attempt.credential() + " is wrong: " + told() + ".");
      default:
        return attempt.credential().equals(MANAGED) ? managedIdentity(attempt) : other(attempt);
    }
  }

  private Explanation other(SignInAttempt attempt) {
    Explanation entra = entra();
    if (entra != null) {
      return entra;
    }
    boolean tool = attempt.result() == Result.ANSWERED && attempt.status() == 0;
    if (tool && (says("az login") || says("Connect-AzAccount") || says("azd auth login"))) {
      String command =
          says("Connect-AzAccount")
              ? "Connect-AzAccount"
              : says("azd auth login") ? "azd auth login" : "az login";
      return new Explanation(
          Cause.NOT_LOGGED_IN,
          "Nobody is signed in to the developer tool, and no other credential is available here.",
          command);
    }
    return failed(attempt);
  }

  private Explanation failed(SignInAttempt attempt) {
    return new Explanation(
        Cause.SIGN_IN_FAILED, attempt.credential() + " gave no token: " + told() + ".");
  }

  /** Looks for error codes of Entra ID. */
  private @Nullable Explanation entra() {
    if (says("AADSTS7000215")) {
      return renewSecret(Cause.SECRET_WRONG, "The client secret is wrong.");
    }
    if (says("AADSTS7000222")) {
      return renewSecret(Cause.SECRET_EXPIRED, "The client secret has expired.");
    }
    if (says("AADSTS700027")) {
      return new Explanation(
          Cause.CERTIFICATE_UNKNOWN,
          "The certificate does not belong to this application.",
          "az ad app credential reset --id "
              + clientId()
              + " --append --cert \"@certificate.pem\"");
    }
    if (says("AADSTS700016")) {
      return new Explanation(
          Cause.CLIENT_UNKNOWN,
          "The tenant does not know the client id. The client id is wrong, or the tenant is.",
          "az ad sp show --id " + clientId() + " --query \"{tenant:appOwnerOrganizationId}\"");
    }
    if (says("AADSTS90002") || says("AADSTS900023")) {
      return Explanation.inOrder(
          Cause.TENANT_UNKNOWN,
          "There is no tenant with that id. Show the right one, and set it.",
          "az account show --query tenantId --output tsv",
          asked.flag(Key.TENANT_ID, "<tenant>"));
    }
    if (says("AADSTS70021")) {
      return new Explanation(
          Cause.FEDERATION_MISSING,
          "The identity has no federated credential that matches this workload. Its issuer must be"
              + " the cluster's, and its subject must be"
              + " system:serviceaccount:NAMESPACE:SERVICE-ACCOUNT of this pod.",
          "az identity federated-credential list --identity-name <identity> --resource-group"
              + " <group> --output table");
    }
    if (says("AADSTS500011") || says("AADSTS70011") || says("AADSTS1002012")) {
      return new Explanation(
          Cause.SCOPE_UNKNOWN,
          "The tenant does not know the scope " + PlainText.of(asked.scope()) + ".",
          asked.flag(Key.SCOPE, "auto"));
    }
    return null;
  }

  private Explanation managedIdentity(SignInAttempt attempt) {
    Explanation entra = entra();
    if (entra != null) {
      return entra; // Workload identity, which a managed identity uses where it is configured
    }
    int status = attempt.status();
    if (attempt.result() == Result.NO_ANSWER) {
      return noAnswer();
    }
    if (SignInAttempt.UNREADABLE_ANSWER.equals(attempt.code())) {
      return new Explanation(
          platform.namesEndpoint() ? Cause.IDENTITY_ENDPOINT_FAILS : Cause.IDENTITY_ENDPOINT_ABSENT,
          "At the address of the identity endpoint something else answers, for example a proxy, or"
              + " the answer is damaged: "
              + told()
              + ".");
    }
    if (says("Multiple user assigned identities")) {
      return Explanation.inOrder(
          Cause.SEVERAL_IDENTITIES,
          "Several identities are assigned here. Name one by its client id.",
          platform.showIdentity(),
          asked.flag(Key.CLIENT_ID, "<client id>"));
    }
    if (says("Identity not found")
        || says("identity has not been assigned")
        || says("Authentication unavailable")
        || says("Invalid clientId")
        || says("No managed identity found")
        || says("No User Assigned or Delegated Managed Identity found")) {
      return notAssigned();
    }
    if (status == 429) {
      return new Explanation(
          Cause.IDENTITY_ENDPOINT_THROTTLED,
          "The identity endpoint gets too many requests ("
              + told()
              + "). It allows about 20 in a second for all processes of a machine. This agent asks a"
              + " few times a day. Find the program that asks often, and try again in a minute.");
    }
    if ((status == 401 || status == 403) && platform.hasIdentityHeader()) {
      return new Explanation(
          Cause.IDENTITY_ENDPOINT_REFUSES,
          "The identity endpoint refuses this process ("
              + told()
              + "). IDENTITY_HEADER must have the value that the platform gave this very container:"
              + " do not set it, and do not copy it. Restart the app.");
    }
    return new Explanation(
        Cause.IDENTITY_ENDPOINT_FAILS,
        "The identity endpoint answers without a token: "
            + told()
            + "."
            + (status >= 500 || status == 404 || status == 410
                ? " The platform has a fault or is being updated. Try again in a minute."
                : ""));
  }

  private Explanation noAnswer() {
    if (says("no token within")) {
      return new Explanation(
          Cause.IDENTITY_ENDPOINT_FAILS,
          "The identity endpoint gave no token in time ("
              + told()
              + "): it is slow or fails, or it does not exist here.");
    }
    boolean nobodyThere =
        says("timed out") || says("refused") || says("No route") || says("unreachable");
    return nobodyThere && !platform.namesEndpoint()
        ? new Explanation(
            Cause.IDENTITY_ENDPOINT_ABSENT,
            "There is no managed identity endpoint on this machine ("
                + told()
                + "). Either this is not a machine of Azure, or the way to 169.254.169.254 is closed"
                + " (in Kubernetes often by a network policy). Outside Azure use another credential.",
            asked.flag(Key.CREDENTIAL, "default"))
        : new Explanation(
            Cause.IDENTITY_ENDPOINT_FAILS,
            "The request to the identity endpoint got no answer: " + told() + ".");
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

  private Explanation noCredential() {
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

  private Explanation renewSecret(Cause cause, String words) {
    return new Explanation(
        cause,
        words + " Make a new one, and put it into AZURE_CLIENT_SECRET.",
        "az ad app credential reset --id "
            + clientId()
            + " --append --query password --output tsv");
  }

  /** The key and value that select an identity, or null if none is set. */
  private @Nullable String wanted() {
    Identity identity = asked.identity();
    if (identity.resourceId() != null) {
      return "resource-id=" + PlainText.of(identity.resourceId());
    }
    if (identity.objectId() != null) {
      return "object-id=" + PlainText.of(identity.objectId());
    }
    return identity.clientId() == null ? null : "client-id=" + PlainText.of(identity.clientId());
  }

  private String clientId() {
    String id = PlainText.word(asked.identity().clientId());
    return id == null ? "<client id>" : id;
  }

  /** The reason without its full stop. */
  private String told() {
    String text = PlainText.of(reason);
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }

  private boolean says(String words) {
    return reason.toLowerCase(Locale.ROOT).contains(words.toLowerCase(Locale.ROOT));
  }
}
