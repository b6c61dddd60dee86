package io.foundryidentity.agent.core.configuration;

import io.foundryidentity.agent.core.target.Quoted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** All settings of all sources, the stronger source's first, and what is wrong with their names. */
final class Settings {

  private final Map<String, Setting> settings = new HashMap<>();
  private final List<String> problems = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private @Nullable Properties fileContent;

  static Settings of(ConfigurationSources sources) {
    Settings settings = new Settings();
    settings.arguments(sources.arguments());
    settings.systemProperties(sources.systemProperties());
    settings.environment(sources.environment());
    Setting file = settings.get("config-file");
    if (file != null) {
      settings.file(file, sources);
    }
    return settings;
  }

  @Nullable Setting get(String key) {
    return settings.get(key);
  }

  List<String> problems() {
    return problems;
  }

  List<String> warnings() {
    return warnings;
  }

  /** Null where no file is named, or it could not be read. */
  @Nullable Properties fileContent() {
    return fileContent;
  }

  /** In the order of the alphabet, so that messages do not depend on a hash. */
  List<String> ruleNames() {
    List<String> names = new ArrayList<>();
    for (String key : settings.keySet()) {
      String name = Key.ruleName(key);
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
      if (looksLikeKey(name) && !(isPath(key) && !Key.isKnown(Key.normal(name)))) {
        take(key, value);
        key = name;
        value = new StringBuilder(piece.substring(equals + 1));
      } else if (key != null) {
        value.append(',').append(piece);
      } else if (!piece.trim().isEmpty()) {
        problems.add(
            "agent argument "
                + Quoted.quote(piece)
                + " is not of the form key=value; the nearest valid key is hosts");
      }
      begin = end + 1;
    }
    take(key, value);
  }

  /** A path is the one value that may itself hold what looks like a key. */
  private static boolean isPath(@Nullable String key) {
    return "log-file".equals(key) || "config-file".equals(key);
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
      Setting before = settings.get(Key.normal(key));
      if (before != null) {
        problems.add(before.key + " (agent argument) is given twice: join the values with commas");
      }
      put(key, value.toString(), "agent argument", true);
    }
  }

  private void systemProperties(Properties properties) {
    for (String name : properties.stringPropertyNames()) {
      if (name.startsWith(Key.PROPERTY_PREFIX)) {
        String value = properties.getProperty(name);
        if (value != null) {
          put(name.substring(Key.PROPERTY_PREFIX.length()), value, "system property " + name, true);
        }
      }
    }
  }

  private void environment(Map<String, String> environment) {
    // Not by its entries, for which System.getenv() has five classes more
    for (String variable : environment.keySet()) {
      String value = variable.startsWith(Key.VARIABLE_PREFIX) ? environment.get(variable) : null;
      if (value != null) {
        // A variable may be left over from something else of that name: no reason to stay away.
        put(Key.ofVariable(variable), value, "environment variable " + variable, false);
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
      String key =
          name.startsWith(Key.PROPERTY_PREFIX)
              ? name.substring(Key.PROPERTY_PREFIX.length())
              : name;
      String value = properties.getProperty(name);
      if (value != null) {
        put(key, value, "file " + named.value, true);
      }
    }
  }

  private void put(String written, String value, String source, boolean strict) {
    String key = Key.normal(written);
    if (!Key.isKnown(key)) {
      // Without its value, which may be a key or a password that belongs elsewhere.
      String problem =
          Quoted.quote(written)
              + " ("
              + source
              + ") is not a key of this agent; the nearest valid one is "
              + (strict ? Key.nearest(key) : Key.variable(Key.nearest(key)));
      (strict ? problems : warnings).add(problem);
    } else if (!settings.containsKey(key) && !value.trim().isEmpty()) {
      settings.put(key, new Setting(key, value.trim(), source));
    }
  }
}
