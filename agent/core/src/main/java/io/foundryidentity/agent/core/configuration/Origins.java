package io.foundryidentity.agent.core.configuration;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells of every setting where it comes from.
 *
 * <p>Apart from {@link ConfigurationReader}, which runs before {@code main} in every JVM and has no
 * need of it.
 */
public final class Origins {

  static final String DEFAULT = "default";

  private static final String[] KEYS = {
    "config-file",
    "hosts",
    "credential",
    "client-id",
    "object-id",
    "resource-id",
    "tenant-id",
    "authority-host",
    "scope",
    "enabled",
    "dry-run",
    "on-failure",
    "token-wait",
    "existing-bearer",
    "keep-headers",
    "clients",
    "prefetch",
    "log-level",
    "log-file"
  };

  /** By key; a key that is not here has no default. */
  private static final String[][] DEFAULTS = {
    {"credential", "default"},
    {"scope", "auto"},
    {"enabled", "true"},
    {"dry-run", "false"},
    {"on-failure", "pass"},
    {"token-wait", "30s"},
    {"existing-bearer", "replace"},
    {"clients", "all"},
    {"prefetch", "first-hit"},
    {"log-level", "info"},
  };

  private static final String[][] VARIABLES = {
    {"client-id", "AZURE_CLIENT_ID"},
    {"tenant-id", "AZURE_TENANT_ID"},
    {"authority-host", "AZURE_AUTHORITY_HOST"},
  };

  private final Settings settings;
  private final Map<String, String> environment;

  private Origins(ConfigurationSources sources) {
    settings = Settings.of(sources);
    environment = sources.environment();
  }

  /**
   * What this JVM was started with; a mistake in it is {@link Configuration}'s to tell.
   *
   * @param arguments the agent's arguments; may be empty
   */
  public static List<Origin> read(String arguments) {
    return read(new ProcessSources(arguments));
  }

  static List<Origin> read(ConfigurationSources sources) {
    return new Origins(sources).all();
  }

  private List<Origin> all() {
    List<Origin> origins = new ArrayList<>();
    for (String key : KEYS) {
      add(origins, key, key);
    }
    for (String rule : settings.ruleNames()) {
      for (String key : KEYS) {
        String ofRule = Key.RULE_PREFIX + rule + '.' + key;
        if (Key.isKnown(ofRule)) {
          add(origins, ofRule, key);
        }
      }
    }
    return origins;
  }

  private void add(List<Origin> origins, String key, String plain) {
    Setting setting = settings.get(key);
    if (setting != null) {
      origins.add(new Origin(key, setting.value, setting.source));
      return;
    }
    String variable = variable(key, plain);
    String value = variable == null ? null : environment.get(variable);
    String byDefault = find(DEFAULTS, plain);
    if (value != null && !value.trim().isEmpty()) {
      origins.add(new Origin(key, value.trim(), "environment variable " + variable));
    } else if (byDefault != null) {
      origins.add(new Origin(key, byDefault, DEFAULT));
    }
  }

  /** The variable that stands in for a key that is not set; not for another rule's hosts. */
  private @Nullable String variable(String key, String plain) {
    if (key.equals("hosts") && settings.ruleNames().isEmpty()) {
      return FallbackHost.variable(environment);
    }
    return plain.equals("client-id") && !isPickedByClientId(key) ? null : find(VARIABLES, plain);
  }

  private boolean isPickedByClientId(String key) {
    String prefix = key.substring(0, key.length() - "client-id".length());
    Setting credential = settings.get(prefix + "credential");
    return settings.get(prefix + "object-id") == null
        && settings.get(prefix + "resource-id") == null
        && (credential == null || !Lists.lower(credential.value).startsWith("azure-"));
  }

  private static @Nullable String find(String[][] table, String key) {
    for (String[] row : table) {
      if (row[0].equals(key)) {
        return row[1];
      }
    }
    return null;
  }
}
