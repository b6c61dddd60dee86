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
  private final boolean hosted;
  private @Nullable Properties fileContent;

  private Settings(Map<String, String> environment) {
    this.environment = environment;
    this.hosted = hasValue(HostedAgent.ENVIRONMENT);
  }

  static Settings of(ConfigurationSources sources) {
    Settings settings = new Settings(sources.environment());
    settings.arguments(sources.arguments());
    settings.systemProperties(sources.systemProperties());
    settings.environment(KeyNames.VARIABLE_PREFIX);
    settings.environment(KeyNames.OTHER_VARIABLE_PREFIX);
    Setting file = settings.get(Key.CONFIG_FILE);
    if (file != null) {
      settings.file(file, sources);
    }
    return settings;
  }

  /** Whether this process is a hosted agent of Foundry. */
  boolean isHosted() {
    return hosted;
  }

  /** Whether a variable of that name is set, and not blank. */
  boolean hasValue(String variable) {
    String value = environment.get(variable);
    return value != null && !value.trim().isEmpty();
  }

  /** The prefix that the operator's variables have here, or should have. */
  String variablePrefix() {
    boolean other = hosted;
    for (Setting setting : settings.values()) {
      if (setting.isFrom(KeyNames.VARIABLE_PREFIX)) {
        return KeyNames.VARIABLE_PREFIX;
      }
      other |= setting.isFrom(KeyNames.OTHER_VARIABLE_PREFIX);
    }
    return other ? KeyNames.OTHER_VARIABLE_PREFIX : KeyNames.VARIABLE_PREFIX;
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

  /** Whether one of them is set, other than by its fallback variable. */
  boolean hasAny(String prefix, Key... keys) {
    for (Key key : keys) {
      if (get(prefix, key) != null) {
        return true;
      }
    }
    return false;
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
   * is not a developer tool. A hosted agent has one identity, and no other can be asked for: there
   * the variable is for a service principal only.
   */
  boolean mayTakeAzureClientId(String prefix) {
    Setting credential = get(prefix, Key.CREDENTIAL);
    return get(prefix, Key.OBJECT_ID) == null
        && get(prefix, Key.RESOURCE_ID) == null
        && (credential == null || !Lists.lower(credential.value).startsWith("azure-"))
        && !(hosted && mayBeManagedIdentity(credential));
  }

  static boolean mayBeManagedIdentity(@Nullable Setting credential) {
    String kind = credential == null ? Key.CREDENTIAL.byDefault : Lists.lower(credential.value);
    return kind.equals(Key.CREDENTIAL.byDefault) || kind.equals("managed-identity");
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
      if (looksLikeKey(name) && !(isPath(key) && isOfPath(KeyNames.normal(name)))) {
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
  static boolean isPath(@Nullable String key) {
    return Key.LOG_FILE.id.equals(key)
        || Key.CERTIFICATE_FILE.id.equals(key)
        || Key.CERTIFICATE_PASSWORD_FILE.id.equals(key)
        || Key.CONFIG_FILE.id.equals(key)
        || Key.STATUS_FILE.id.equals(key)
        || Key.ASSERTION_FILE.id.equals(key);
  }

  /** A path holds any word before an equals sign, but a misspelt key is not taken for one. */
  private static boolean isOfPath(String name) {
    return !KeyNames.isKnown(name) && !Nearest.isMeantAsKey(name);
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
      put(key, value.toString(), ARGUMENT, null);
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
              null);
        }
      }
    }
  }

  private void environment(String prefix) {
    // Not its entries, as those of System.getenv() would load five more classes
    for (String variable : environment.keySet()) {
      String value = variable.startsWith(prefix) ? environment.get(variable) : null;
      if (value != null) {
        String key = KeyNames.ofVariable(variable);
        refuseAnotherValue(key, value, variable);
        // An unknown variable is only a warning, as it may belong to another program.
        put(key, value, VARIABLE + " " + variable, prefix);
      }
    }
  }

  /**
   * Neither prefix is stronger: a guess could send tokens to a host, or use an identity, that the
   * operator has just replaced.
   */
  private void refuseAnotherValue(String key, String value, String variable) {
    Setting before = settings.get(KeyNames.normal(key));
    if (before != null
        && before.source.startsWith(VARIABLE)
        && hasValue(variable)
        && !before.value.equals(value.trim())) {
      problems.add(
          before.described()
              + " and environment variable "
              + variable
              + "="
              + Quoted.quote(value.trim())
              + " are two values for one key: remove one of the two variables");
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
        put(KeyNames.withoutPrefix(name), value, FILE + named.value, null);
      }
    }
  }

  /**
   * @param variablePrefix null if it is not from a variable
   */
  private void put(String written, String value, String source, @Nullable String variablePrefix) {
    String key = KeyNames.normal(written);
    if (!KeyNames.isKnown(key)) {
      // Without its value, which may be a secret that was meant for something else.
      (variablePrefix == null ? problems : warnings)
          .add(Quoted.quote(written) + " (" + source + ") " + Nearest.advice(key, variablePrefix));
    } else if (!settings.containsKey(key) && !value.trim().isEmpty()) {
      settings.put(key, new Setting(key, value.trim(), source));
    }
  }
}
