package io.foundryidentity.agent.core.configuration;

import io.foundryidentity.agent.core.targets.Quoted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The settings from all sources, and the mistakes in their names. If several sources set a key, the
 * first source to be read wins.
 */
final class Settings {

  private static final String ARGUMENT = "agent argument";
  private static final String PROPERTY = "system property";
  static final String VARIABLE = "environment variable";
  private static final String FILE = "file ";
  private static final String[] KINDS = {ARGUMENT, PROPERTY, VARIABLE, FILE};

  private final Map<String, String> environment;
  private final Map<String, Setting> settings = new HashMap<>();
  private final List<String> problems = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private @Nullable Properties fileContent;

  private Settings(Map<String, String> environment) {
    this.environment = environment;
  }

  static Settings of(ConfigurationSources sources) {
    Settings settings = new Settings(sources.environment());
    settings.arguments(sources.arguments());
    settings.systemProperties(sources.systemProperties());
    settings.environment();
    Setting file = settings.get(Key.CONFIG_FILE);
    if (file != null) {
      settings.file(file, sources);
    }
    return settings;
  }

  /** The setting for the default rule, or for the whole JVM. */
  @Nullable Setting get(Key key) {
    return get("", key);
  }

  /**
   * @param prefix empty, or {@code rule.NAME.}
   */
  @Nullable Setting get(String prefix, Key key) {
    return settings.get(prefix + key.id);
  }

  /** The setting, else the first of the key's fallback variables that has a value, else null. */
  @Nullable Setting orVariable(String prefix, Key key) {
    Setting setting = get(prefix, key);
    for (int i = 0; setting == null && i < key.fallbackVariables.length; i++) {
      String variable = key.fallbackVariables[i];
      String value = environment.get(variable);
      if (value != null && !value.trim().isEmpty()) {
        setting = Setting.fallback(prefix + key.id, value.trim(), variable);
      }
    }
    return setting;
  }

  /**
   * Whether {@code AZURE_CLIENT_ID} may select the identity: no other id is set, and the credential
   * is not a developer tool.
   */
  boolean mayTakeAzureClientId(String prefix) {
    Setting credential = get(prefix, Key.CREDENTIAL);
    return get(prefix, Key.OBJECT_ID) == null
        && get(prefix, Key.RESOURCE_ID) == null
        && (credential == null || !Lists.lower(credential.value).startsWith("azure-"));
  }

  /** The kinds of the sources of all settings but {@code hosts}; each once, the strongest first. */
  String otherSources() {
    StringBuilder kinds = new StringBuilder();
    for (String kind : KINDS) {
      for (Setting setting : settings.values()) {
        if (setting.source.startsWith(kind) && !setting.key.endsWith(Key.HOSTS.id)) {
          kinds.append(kinds.length() == 0 ? "" : ", ");
          kinds.append(kind.equals(FILE) ? setting.source : kind);
          break;
        }
      }
    }
    return kinds.toString();
  }

  List<String> problems() {
    return problems;
  }

  List<String> warnings() {
    return warnings;
  }

  /** Null if no file is configured, or it could not be read. */
  @Nullable Properties fileContent() {
    return fileContent;
  }

  /** In alphabetical order, so that messages do not depend on a hash. */
  List<String> ruleNames() {
    List<String> names = new ArrayList<>();
    for (String key : settings.keySet()) {
      String name = KeyNames.ruleName(key);
      if (name != null && !names.contains(name)) {
        names.add(name);
      }
    }
    if (names.size() > 1) {
      Collections.sort(names);
    }
    return names;
  }

  /** A piece that does not begin with a key continues the value before it. */
  private void arguments(String arguments) {
    String key = null;
    StringBuilder value = new StringBuilder();
    int begin = 0;
    while (begin <= arguments.length() && !arguments.isEmpty()) {
      int comma = arguments.indexOf(',', begin);
      int end = comma < 0 ? arguments.length() : comma;
      String piece = arguments.substring(begin, end);
      int equals = piece.indexOf('=');
      String name = equals < 0 ? "" : piece.substring(0, equals).trim();
      if (looksLikeKey(name) && !(isPath(key) && !KeyNames.isKnown(KeyNames.normal(name)))) {
        take(key, value);
        key = name;
        value = new StringBuilder(piece.substring(equals + 1));
      } else if (key != null) {
        value.append(',').append(piece);
      } else if (!piece.trim().isEmpty()) {
        problems.add(
            "agent argument "
                + Quoted.quote(piece)
                + " is not of the form key=value; the nearest valid key is "
                + Key.HOSTS.id);
      }
      begin = end + 1;
    }
    take(key, value);
  }

  /** Only a path may itself contain text that looks like a key. */
  private static boolean isPath(@Nullable String key) {
    return Key.LOG_FILE.id.equals(key)
        || Key.CONFIG_FILE.id.equals(key)
        || Key.STATUS_FILE.id.equals(key);
  }

  private static boolean looksLikeKey(String name) {
    if (name.isEmpty()) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && !(i > 0 && (c == '-' || c == '.' || c == '_' || (c >= '0' && c <= '9')))) {
        return false;
      }
    }
    return true;
  }

  private void take(@Nullable String key, StringBuilder value) {
    if (key != null) {
      Setting before = settings.get(KeyNames.normal(key));
      if (before != null) {
        problems.add(before.key + " (agent argument) is given twice: join the values with commas");
      }
      put(key, value.toString(), ARGUMENT, true);
    }
  }

  private void systemProperties(Properties properties) {
    for (String name : properties.stringPropertyNames()) {
      if (name.startsWith(KeyNames.PROPERTY_PREFIX)) {
        String value = properties.getProperty(name);
        if (value != null) {
          put(
              name.substring(KeyNames.PROPERTY_PREFIX.length()),
              value,
              PROPERTY + " " + name,
              true);
        }
      }
    }
  }

  private void environment() {
    // Not its entries, as those of System.getenv() would load five more classes
    for (String variable : environment.keySet()) {
      String value =
          variable.startsWith(KeyNames.VARIABLE_PREFIX) ? environment.get(variable) : null;
      if (value != null) {
        // An unknown variable is only a warning, as it may belong to another program.
        put(KeyNames.ofVariable(variable), value, VARIABLE + " " + variable, false);
      }
    }
  }

  private void file(Setting named, ConfigurationSources sources) {
    Properties properties;
    try {
      properties = sources.file(named.value);
    } catch (IOException refused) {
      problems.add(named.described() + " is not used: " + refused.getMessage());
      return;
    }
    fileContent = properties;
    for (String name : properties.stringPropertyNames()) {
      String value = properties.getProperty(name);
      if (KeyNames.inFile(name).equals(Key.CONFIG_FILE.id)) {
        problems.add(
            Key.CONFIG_FILE.id
                + " ("
                + FILE
                + named.value
                + ") is not allowed in the file itself: set it as an agent argument, a system"
                + " property or an environment variable");
      } else if (value != null) {
        put(KeyNames.withoutPrefix(name), value, FILE + named.value, true);
      }
    }
  }

  private void put(String written, String value, String source, boolean strict) {
    String key = KeyNames.normal(written);
    if (!KeyNames.isKnown(key)) {
      // Without its value, which may be a secret that was meant for something else.
      (strict ? problems : warnings)
          .add(Quoted.quote(written) + " (" + source + ") " + Nearest.advice(key, strict));
    } else if (!settings.containsKey(key) && !value.trim().isEmpty()) {
      settings.put(key, new Setting(key, value.trim(), source));
    }
  }
}
