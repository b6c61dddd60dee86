package io.foundryidentity.agent.core.configuration;

import org.jspecify.annotations.Nullable;

/** The names that can be set, and how each is written in each kind of source. */
final class Key {

  static final String PROPERTY_PREFIX = "foundry.identity.";
  static final String VARIABLE_PREFIX = "FOUNDRY_IDENTITY_";
  static final String RULE_PREFIX = "rule.";

  /** What a rule may set for its own hosts; at the top level they are the default rule's. */
  private static final String[] OF_A_RULE = {
    "hosts",
    "scope",
    "credential",
    "client-id",
    "tenant-id",
    "resource-id",
    "object-id",
    "authority-host"
  };

  private static final String[] OF_THE_JVM = {
    "on-failure",
    "token-wait",
    "clients",
    "existing-bearer",
    "prefetch",
    "keep-headers",
    "log-level",
    "log-file",
    "enabled",
    "dry-run",
    "config-file"
  };

  private Key() {}

  static boolean isKnown(String key) {
    String rule = ruleName(key);
    if (rule != null) {
      return Lists.contains(OF_A_RULE, key.substring(RULE_PREFIX.length() + rule.length() + 1));
    }
    return Lists.contains(OF_A_RULE, key) || Lists.contains(OF_THE_JVM, key);
  }

  /** The NAME of {@code rule.NAME.key}, of letters and digits; null of any other key. */
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

  /** Rule names in lower case, as a variable cannot tell the cases apart. */
  static String normal(String key) {
    String rule = ruleName(key);
    return rule == null
        ? key
        : RULE_PREFIX + Lists.lower(rule) + key.substring(RULE_PREFIX.length() + rule.length());
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  /** {@code FOUNDRY_IDENTITY_CLIENT_ID} of client-id. */
  static String variable(String key) {
    StringBuilder name = new StringBuilder(VARIABLE_PREFIX);
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      name.append(c == '.' || c == '-' ? '_' : upper(c));
    }
    return name.toString();
  }

  /**
   * The key that a variable stands for: the known one whose name it is, else the likely one, in
   * lower case.
   */
  static String ofVariable(String variable) {
    String name = variable.substring(VARIABLE_PREFIX.length());
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

  /** The known key that {@code unknown} is most like. */
  static String nearest(String unknown) {
    String rule = ruleName(unknown);
    if (rule != null) {
      String prefix = RULE_PREFIX + rule + '.';
      return prefix + Nearest.of(unknown.substring(prefix.length()), OF_A_RULE);
    }
    if (unknown.startsWith(RULE_PREFIX)) {
      return RULE_PREFIX + "NAME.hosts";
    }
    String[] all = new String[OF_A_RULE.length + OF_THE_JVM.length];
    System.arraycopy(OF_A_RULE, 0, all, 0, OF_A_RULE.length);
    System.arraycopy(OF_THE_JVM, 0, all, OF_A_RULE.length, OF_THE_JVM.length);
    return Nearest.of(unknown, all);
  }

  private static char upper(char c) {
    return c >= 'a' && c <= 'z' ? (char) (c - 32) : c;
  }
}
