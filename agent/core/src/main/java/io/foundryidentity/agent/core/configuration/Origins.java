package io.foundryidentity.agent.core.configuration;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the source of each setting.
 *
 * <p>Not a part of {@link ConfigurationReader}, which runs before {@code main} in every JVM and
 * does not need it.
 */
public final class Origins {

  static final String DEFAULT = "default";

  private final Settings settings;
  private final Map<String, String> environment;

  private Origins(ConfigurationSources sources) {
    settings = Settings.of(sources);
    environment = sources.environment();
  }

  /**
   * The settings that this JVM was started with; {@link Configuration} reports mistakes in them.
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
    for (Key key : Key.values()) {
      add(origins, "", key);
    }
    for (String rule : settings.ruleNames()) {
      for (Key key : Key.values()) {
        if (key.belongsToRule) {
          add(origins, KeyNames.RULE_PREFIX + rule + '.', key);
        }
      }
    }
    return origins;
  }

  private void add(List<Origin> origins, String prefix, Key key) {
    Setting setting = setting(prefix, key);
    if (setting != null) {
      origins.add(new Origin(setting.key, setting.value, setting.source));
    } else if (!key.byDefault.isEmpty()) {
      origins.add(new Origin(prefix + key.id, key.byDefault, DEFAULT));
    }
  }

  private @Nullable Setting setting(String prefix, Key key) {
    Setting setting = settings.get(prefix, key);
    if (setting != null) {
      return setting;
    }
    if (key == Key.HOSTS) {
      // Only a usable variable, and none if there are named rules
      return settings.ruleNames().isEmpty() ? FallbackHost.setting(environment) : null;
    }
    return key == Key.CLIENT_ID && !settings.mayTakeAzureClientId(prefix)
        ? null
        : settings.orVariable(prefix, key);
  }
}
