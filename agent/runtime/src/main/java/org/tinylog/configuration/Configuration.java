package org.tinylog.configuration;

import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Replaces tinylog's class of that name in the shipped jar. That class reads the system properties
 * {@code tinylog.*}, and the file that one of them names, before anybody can say otherwise.
 *
 * <p>Those are the application's: what is wrong with them, or cannot be loaded here, the agent
 * would print on standard error. Here the configuration is only what {@link #replace} was given.
 */
public final class Configuration {

  private static volatile Map<String, String> properties = Collections.emptyMap();

  private Configuration() {}

  public static Locale getLocale() {
    return Locale.ROOT;
  }

  public static boolean isEscapingEnabled() {
    return false;
  }

  public static @Nullable String get(String key) {
    return properties.get(key);
  }

  /** The properties whose names begin like that, up to an {@code @}, with their whole names. */
  public static Map<String, String> getSiblings(String prefix) {
    Map<String, String> found = new HashMap<>();
    properties.forEach(
        (name, value) -> {
          boolean sibling =
              name.startsWith(prefix)
                  && (prefix.endsWith("@") || name.indexOf('.', prefix.length()) < 0);
          if (sibling) {
            found.put(name, value);
          }
        });
    return found;
  }

  /** The properties of that name with a dot and more behind it, by what is behind the dot. */
  public static Map<String, String> getChildren(String key) {
    String prefix = key + ".";
    Map<String, String> found = new HashMap<>();
    properties.forEach(
        (name, value) -> {
          if (name.startsWith(prefix)) {
            found.put(name.substring(prefix.length()), value);
          }
        });
    return found;
  }

  /** To be called before the first line is logged. */
  public static void replace(Map<String, String> configuration) {
    properties = Collections.unmodifiableMap(new HashMap<>(configuration));
  }
}
