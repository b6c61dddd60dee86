package io.foundryidentity.agent.azure;

import com.azure.core.util.Configuration;
import com.azure.core.util.ConfigurationBuilder;
import com.azure.core.util.ConfigurationSource;
import io.foundryidentity.agent.core.token.Identity;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The environment variables for one identity; values of the agent's configuration replace them. */
final class IdentityEnvironment {

  private static final String PUBLIC_AUTHORITY = "https://login.microsoftonline.com/";

  /** With two of these the library's managed identity becomes a workload identity. */
  private static final String[] OF_WORKLOAD_IDENTITY = {
    "AZURE_CLIENT_ID", "AZURE_TENANT_ID", "AZURE_FEDERATED_TOKEN_FILE"
  };

  private final Map<String, String> variables;

  IdentityEnvironment(Map<String, String> environment, Identity identity) {
    Map<String, String> merged = new HashMap<>(environment);
    put(merged, "AZURE_CLIENT_ID", identity.clientId());
    put(merged, "AZURE_TENANT_ID", identity.tenantId());
    put(merged, "AZURE_AUTHORITY_HOST", identity.authorityHost());
    this.variables = merged;
  }

  private static void put(Map<String, String> map, String name, @Nullable String value) {
    if (value != null) {
      map.put(name, value);
    }
  }

  /** The variable's value; null if it is not set or empty. */
  @Nullable String get(String name) {
    String value = variables.get(name);
    return value == null || value.isEmpty() ? null : value;
  }

  /** The same without blanks and line breaks around it; null if nothing else is there. */
  @Nullable String trimmed(String name) {
    String value = get(name);
    return value == null || value.trim().isEmpty() ? null : value.trim();
  }

  /** What to call the source of a key's value: the variable if it has that value, else the key. */
  String nameOf(String key, String variable, String value) {
    return value.equals(trimmed(variable)) ? variable : key;
  }

  /** Names, separated by blanks, of those variables that are not set; empty if all are set. */
  String missing(String... names) {
    StringBuilder missing = new StringBuilder();
    for (String name : names) {
      if (get(name) == null) {
        missing.append(missing.length() == 0 ? "" : " ").append(name);
      }
    }
    return missing.toString();
  }

  /**
   * Says which of these variables begin or end in a line break or blank, as a value that was copied
   * or read from a file may; null if none does. Never shows a value.
   */
  @Nullable String blankAtAnEnd(String... names) {
    StringBuilder found = new StringBuilder();
    for (String name : names) {
      String value = get(name);
      if (value != null && !value.equals(value.trim())) {
        char end = value.charAt(value.length() - 1);
        found.append(found.length() == 0 ? "" : "; ").append(name);
        found.append(end == '\n' || end == '\r' ? " ends in a line break" : "");
        found.append(end == ' ' || end == '\t' ? " ends in a blank" : "");
        found.append(end > ' ' ? " begins with a line break or a blank" : "");
      }
    }
    return found.length() == 0 ? null : found.toString();
  }

  String authorityHost() {
    String host = get("AZURE_AUTHORITY_HOST");
    return host == null ? PUBLIC_AUTHORITY : host;
  }

  /** All of them by name, also empty ones; not to be modified. */
  Map<String, String> variables() {
    return variables;
  }

  /** For the library's builders, so that they use the same values and no system property. */
  @SuppressWarnings("NullAway") // A name with null has no value; one that is absent is looked up
  Configuration configuration() {
    ConfigurationSource none = path -> new HashMap<>();
    Map<String, String> all = new HashMap<>(variables);
    for (String name : OF_WORKLOAD_IDENTITY) {
      // Else the library takes it from the process, where it may belong to another identity
      all.putIfAbsent(name, null);
    }
    return new ConfigurationBuilder(none, none, path -> all).build();
  }
}
