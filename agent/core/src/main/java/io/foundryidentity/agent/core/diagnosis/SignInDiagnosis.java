package io.foundryidentity.agent.core.diagnosis;

import io.foundryidentity.agent.core.configuration.Key;
import io.foundryidentity.agent.core.token.Identity;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Explains why no credential gave a token, from the reasons that the credentials gave.
 *
 * <p>The reason of the credential that came closest to a token counts: on a machine whose managed
 * identity was refused, it is not important that a developer tool is not installed.
 */
public final class SignInDiagnosis {

  private final String reason;
  private final Asked asked;
  private final Platform platform;

  private SignInDiagnosis(String reason, Asked asked, Map<String, String> environment) {
    this.reason = reason;
    this.asked = asked;
    this.platform = new Platform(environment);
  }

  /**
   * Explains a failure.
   *
   * @param reason the message of {@code TokenSourceException}: of one credential, or of several in
   *     order
   * @param environment variables by name
   */
  public static Explanation explain(String reason, Asked asked, Map<String, String> environment) {
    return new SignInDiagnosis(reason, asked, environment).explanation();
  }

  private Explanation explanation() {
    Explanation found = entra();
    if (found == null) {
      found = managedIdentity();
    }
    if (found == null) {
      found = tools();
    }
    return found != null
        ? found
        : new Explanation(
            Cause.SIGN_IN_FAILED, "No token was to be had: " + PlainText.of(reason) + ".");
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
          "The certificate is not one of this application's.",
          "az ad app credential reset --id " + clientId() + " --append --cert @certificate.pem");
    }
    if (says("AADSTS700016")) {
      return new Explanation(
          Cause.CLIENT_UNKNOWN,
          "The tenant does not know the client id: it is misspelt, or the tenant is another.",
          "az ad sp show --id " + clientId() + " --query \"{tenant:appOwnerOrganizationId}\"");
    }
    if (says("AADSTS90002") || says("AADSTS900023")) {
      return new Explanation(
          Cause.TENANT_UNKNOWN,
          "There is no tenant of that id.",
          "az account show --query tenantId --output tsv",
          asked.flag(Key.TENANT_ID, "<tenant>"));
    }
    if (says("AADSTS70021")) {
      return new Explanation(
          Cause.FEDERATION_MISSING,
          "No federated credential of the identity matches this workload: its issuer and subject"
              + " (system:serviceaccount:NAMESPACE:ACCOUNT) must be this pod's.",
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

  private @Nullable Explanation managedIdentity() {
    if (says("Multiple user assigned identities")) {
      return new Explanation(
          Cause.SEVERAL_IDENTITIES,
          "Several identities are assigned here, and none is picked: name one by its client id.",
          asked.flag(Key.CLIENT_ID, "<client id>"),
          platform.identityCommand("show"));
    }
    if (says("Identity not found")
        || says("identity has not been assigned")
        || says("Authentication unavailable")
        || says("No managed identity found")) {
      return notAssigned();
    }
    if (says("429") || says("Too Many Requests") || says("throttl")) {
      return new Explanation(
          Cause.IDENTITY_ENDPOINT_THROTTLED,
          "The identity endpoint has too many requests: it takes about 20 in a second from all"
              + " processes of a machine together. This agent keeps its token for hours; look for who"
              + " else asks, and try again in a minute.");
    }
    if (says("no managed identity endpoint here") || says("no token within")) {
      return says("no token within") && !says("no managed identity endpoint here")
          ? new Explanation(
              Cause.IDENTITY_ENDPOINT_FAILS,
              "The identity endpoint did not give a token in time: it is slow or fails, or there is"
                  + " none here and credential="
                  + asked.identity().credential()
                  + " waits for it.")
          : noCredential();
    }
    if (asked.identity().credential().equals("managed-identity")) {
      return says("timed out")
              || says("refused")
              || says("No route")
              || says("unreachable")
              || says("Unreachable")
          ? new Explanation(
              Cause.IDENTITY_ENDPOINT_ABSENT,
              "There is no managed identity endpoint on this machine: it is not one of Azure's, or"
                  + " the way to 169.254.169.254 is closed (in Kubernetes often by a network"
                  + " policy). Elsewhere another credential is needed.",
              asked.flag(Key.CREDENTIAL, "default"))
          : new Explanation(
              Cause.IDENTITY_ENDPOINT_FAILS,
              "The identity endpoint gave no token: " + PlainText.of(reason) + ".");
    }
    return null;
  }

  private Explanation notAssigned() {
    String wanted = wanted();
    if (wanted != null) {
      return new Explanation(
          Cause.IDENTITY_UNKNOWN,
          "The identity with " + wanted + " is not assigned here: assign it, or name another.",
          platform.identityCommand("assign")
              + (platform.identityCommand("assign").contains("containerapp")
                  ? " --user-assigned <resource id of the identity>"
                  : " --identities <resource id of the identity>"),
          platform.identityCommand("show"));
    }
    if (platform.isKubernetes()) {
      return noCredential();
    }
    boolean containerApp = platform.identityCommand("assign").contains("containerapp");
    return new Explanation(
        Cause.NO_IDENTITY_ASSIGNED,
        "No identity is assigned here: give this machine or app one of its own.",
        platform.identityCommand("assign") + (containerApp ? " --system-assigned" : ""));
  }

  private @Nullable Explanation tools() {
    if (says("not set: ") && !says("no credential answered")) {
      return new Explanation(
          Cause.VARIABLES_MISSING,
          "Variables that this credential needs are missing: " + PlainText.of(reason) + ".");
    }
    if (says("az login") || says("Connect-AzAccount") || says("azd auth login")) {
      return new Explanation(
          Cause.NOT_LOGGED_IN, "Nobody is signed in to the developer's tools.", "az login");
    }
    return says("no credential answered") ? noCredential() : null;
  }

  private Explanation noCredential() {
    String words =
        "Nothing here can sign in: no service principal, no workload identity, no managed identity,"
            + " no developer's tool.";
    return platform.isKubernetes()
        ? new Explanation(
            Cause.NO_CREDENTIAL,
            words + " In this pod workload identity is not switched on.",
            "kubectl label pod <pod template> azure.workload.identity/use=true",
            "kubectl annotate serviceaccount <account> azure.workload.identity/client-id=<client id>")
        : new Explanation(
            Cause.NO_CREDENTIAL,
            words + " On a workstation log in; on Azure assign an identity.",
            "az login",
            platform.identityCommand("assign"));
  }

  private Explanation renewSecret(Cause cause, String words) {
    return new Explanation(
        cause,
        words + " Make a new one and put it into AZURE_CLIENT_SECRET.",
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

  private boolean says(String words) {
    return reason.toLowerCase(Locale.ROOT).contains(words.toLowerCase(Locale.ROOT));
  }
}
