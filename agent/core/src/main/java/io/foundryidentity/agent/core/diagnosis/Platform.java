package io.foundryidentity.agent.core.diagnosis;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where this process runs, found by the variables that Azure sets there, and the commands for it.
 */
final class Platform {

  private final Map<String, String> environment;

  Platform(Map<String, String> environment) {
    this.environment = environment;
  }

  /** The command that assigns an identity: the system's own, or that of a resource id. */
  String assignIdentity(boolean userAssigned) {
    boolean containerApp = isContainerApp();
    String which =
        userAssigned
            ? (containerApp ? " --user-assigned" : " --identities")
                + " \"<resource id of the identity>\""
            : containerApp ? " --system-assigned" : "";
    return identityCommand("assign") + which;
  }

  /** The command that shows the assigned identities. */
  String showIdentity() {
    return identityCommand("show");
  }

  private String identityCommand(String verb) {
    if (isContainerApp()) {
      return "az containerapp identity "
          + verb
          + option("--name", "CONTAINER_APP_NAME", "<app>")
          + " --resource-group <group>";
    }
    if (get("WEBSITE_SITE_NAME") != null) {
      return "az webapp identity "
          + verb
          + option("--name", "WEBSITE_SITE_NAME", "<app>")
          + option("--resource-group", "WEBSITE_RESOURCE_GROUP", "<group>");
    }
    return "az vm identity " + verb + " --name <machine> --resource-group <group>";
  }

  /**
   * The commands that switch workload identity on: the label belongs to the pods' template, as the
   * webhook sees a pod only when it is created.
   */
  static String[] workloadIdentity() {
    return new String[] {
      "kubectl annotate serviceaccount <service account>"
          + " azure.workload.identity/client-id=<client id of the identity> --overwrite",
      // YAML without double quotes, which PowerShell would take out of the argument
      "kubectl patch deployment <deployment> --patch 'spec: {template: {metadata: {labels:"
          + " {azure.workload.identity/use: !!str true}}, spec: {serviceAccountName: <service"
          + " account>}}}'"
    };
  }

  /** The command that gives the pods of a deployment the variables of an identity binding. */
  static String identityBinding() {
    return "kubectl patch deployment <deployment> --patch 'spec: {template: {metadata: {annotations:"
        + " {azure.workload.identity/use-identity-binding: !!str true}}}}'";
  }

  /** The file that holds this workload's assertion; null if the platform names none. */
  @Nullable String tokenFile() {
    return get("AZURE_FEDERATED_TOKEN_FILE");
  }

  /** Whether workload identity goes over the token proxy of an identity binding. */
  boolean hasTokenProxy() {
    return get("AZURE_KUBERNETES_TOKEN_PROXY") != null;
  }

  boolean isKubernetes() {
    return get("KUBERNETES_SERVICE_HOST") != null && !isContainerApp();
  }

  /**
   * Whether the platform has an identity endpoint of its own, so that developer tools are no use.
   */
  boolean isAppPlatform() {
    return isContainerApp() || get("WEBSITE_SITE_NAME") != null;
  }

  /** Whether variables name the identity endpoint; else it is the one of virtual machines. */
  boolean namesEndpoint() {
    return get("IDENTITY_ENDPOINT") != null || get("MSI_ENDPOINT") != null;
  }

  boolean hasIdentityHeader() {
    return get("IDENTITY_HEADER") != null;
  }

  private boolean isContainerApp() {
    return get("CONTAINER_APP_NAME") != null;
  }

  private String option(String option, String variable, String otherwise) {
    String value = PlainText.word(get(variable));
    return " " + option + " " + (value == null ? otherwise : value);
  }

  private @Nullable String get(String variable) {
    String value = environment.get(variable);
    return value == null || value.isEmpty() ? null : value;
  }
}
