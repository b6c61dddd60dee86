package io.foundryidentity.agent.core.configuration;

import org.jspecify.annotations.Nullable;

/**
 * The forms of a key: unchanged in the agent arguments and the file, with a prefix as a system
 * property, in capitals as an environment variable, and after {@code rule.NAME.} if it belongs to a
 * rule.
 */
final class KeyNames {

  static final String PROPERTY_PREFIX = "foundry.identity.";
  static final String VARIABLE_PREFIX = "FOUNDRY_IDENTITY_";

  /** The same for platforms that keep all names with FOUNDRY_ to themselves: hosted agents. */
  static final String OTHER_VARIABLE_PREFIX = "IDENTITY_AGENT_";

  static final String RULE_PREFIX = "rule.";

  private KeyNames() {}

  static boolean isKnown(String key) {
    String rule = ruleName(key);
    if (rule == null) {
      return Key.of(key) != null;
    }
    Key ofRule = Key.of(key.substring(RULE_PREFIX.length() + rule.length() + 1));
    return ofRule != null && ofRule.belongsToRule;
  }

  /** The NAME of {@code rule.NAME.key}, of letters and digits; null for any other key. */
  static @Nullable String ruleName(String key) {
    if (!key.startsWith(RULE_PREFIX)) {
      return null;
    }
    int end = RULE_PREFIX.length();
    while (end < key.length() && isLetterOrDigit(key.charAt(end))) {
      end++;
    }
    boolean named = end > RULE_PREFIX.length() && end < key.length() && key.charAt(end) == '.';
    return named ? key.substring(RULE_PREFIX.length(), end) : null;
  }

  /** The key for a name in the file, which may have the prefix of a system property. */
  static String inFile(String name) {
    return normal(withoutPrefix(name));
  }

  /** The key as it was written, without the prefix of a system property if it has that. */
  static String withoutPrefix(String name) {
    return name.startsWith(PROPERTY_PREFIX) ? name.substring(PROPERTY_PREFIX.length()) : name;
  }

  /** The key with its rule name in lower case, as an environment variable is in capitals. */
  static String normal(String key) {
    String rule = ruleName(key);
    return rule == null
        ? key
        : RULE_PREFIX + Lists.lower(rule) + key.substring(RULE_PREFIX.length() + rule.length());
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  /**
   * {@code FOUNDRY_IDENTITY_CLIENT_ID} for {@code client-id}.
   *
   * @param prefix one of the two
   */
  static String variable(String prefix, String key) {
    StringBuilder name = new StringBuilder(prefix);
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      name.append(c == '.' || c == '-' ? '_' : upper(c));
    }
    return name.toString();
  }

  /**
   * The key for a variable: in lower case, with {@code -} for {@code _}; {@code RULE_NAME_} becomes
   * {@code rule.name.}.
   */
  static String ofVariable(String variable) {
    String prefix =
        variable.startsWith(OTHER_VARIABLE_PREFIX) ? OTHER_VARIABLE_PREFIX : VARIABLE_PREFIX;
    String name = variable.substring(prefix.length());
    if (name.startsWith("RULE_")) {
      int end = name.indexOf('_', "RULE_".length());
      if (end > 0) {
        return RULE_PREFIX
            + Lists.lower(name.substring("RULE_".length(), end))
            + '.'
            + Lists.lower(name.substring(end + 1)).replace('_', '-');
      }
    }
    return Lists.lower(name).replace('_', '-');
  }

  private static char upper(char c) {
    return c >= 'a' && c <= 'z' ? (char) (c - 32) : c;
  }
}
