package io.foundryidentity.agent.core.diagnosis;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where this process runs, found by the variables that Azure sets there, and the command of the
 * Azure CLI for it.
 */
final class Platform {

  private final Map<String, String> environment;

  Platform(Map<String, String> environment) {
    this.environment = environment;
  }

  /** The command with the verb {@code assign} or {@code show}, without the identity to assign. */
  String identityCommand(String verb) {
    String group = option("--resource-group", "WEBSITE_RESOURCE_GROUP", "<group>");
    if (get("CONTAINER_APP_NAME") != null) {
      return "az containerapp identity "
          + verb
          + option("--name", "CONTAINER_APP_NAME", "<app>")
          + " --resource-group <group>";
    }
    if (get("WEBSITE_SITE_NAME") != null) {
      return "az webapp identity " + verb + option("--name", "WEBSITE_SITE_NAME", "<app>") + group;
    }
    return "az vm identity " + verb + " --name <machine> --resource-group <group>";
  }

  boolean isKubernetes() {
    return get("KUBERNETES_SERVICE_HOST") != null && get("CONTAINER_APP_NAME") == null;
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
