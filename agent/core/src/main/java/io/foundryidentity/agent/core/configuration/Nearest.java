package io.foundryidentity.agent.core.configuration;

import io.foundryidentity.agent.core.token.ClientAssertion;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the valid value that is most similar to a wrong one; loaded only if there is a mistake. */
public final class Nearest {

  private Nearest() {}

  /** Public for the options of commands. */
  public static String of(String written, String... candidates) {
    String meant = Meaning.value(written, candidates);
    return meant == null ? inLetters(written, candidates) : meant;
  }

  /**
   * The nearest credential. Where a platform is written that gives assertions, also what to set.
   *
   * @param prefix of the keys: empty, or {@code rule.NAME.}
   */
  static String credential(String written, String prefix, String... credentials) {
    String nearest = of(written, credentials);
    String assertion =
        nearest.equals(AssertionReader.FEDERATED)
            ? Meaning.value(
                written,
                ClientAssertion.GITHUB,
                ClientAssertion.GOOGLE,
                ClientAssertion.AWS,
                ClientAssertion.FILE)
            : null;
    return assertion == null
        ? nearest
        : nearest
            + ": set "
            + prefix
            + "credential="
            + nearest
            + " and "
            + prefix
            + "assertion="
            + assertion;
  }

  /**
   * Whether an unknown name can only be meant as a key: one of another program, or a misspelt one.
   */
  static boolean isMeantAsKey(String unknown) {
    String rule = KeyNames.ruleName(unknown);
    String name = rule == null ? unknown : ofRule(unknown, rule);
    return Meaning.key(name) != null
        || Meaning.notNeeded(name) != null
        || distance(name, inLetters(name, ids(rule != null))) <= (name.length() < 6 ? 1 : 2);
  }

  private static String ofRule(String key, String rule) {
    return key.substring(KeyNames.RULE_PREFIX.length() + rule.length() + 1);
  }

  private static String inLetters(String written, String... candidates) {
    String nearest = candidates[0];
    int least = Integer.MAX_VALUE;
    for (String candidate : candidates) {
      int distance = distance(written, candidate);
      if (distance < least) {
        least = distance;
        nearest = candidate;
      }
    }
    return nearest;
  }

  /**
   * What to do about an unknown key; completes a sentence that begins with it.
   *
   * @param variablePrefix to name a key as a variable; null names it as in the agent arguments and
   *     the file
   */
  static String advice(String unknown, @Nullable String variablePrefix) {
    String rule = KeyNames.ruleName(unknown);
    String name = rule == null ? unknown : ofRule(unknown, rule);
    String why = Meaning.notNeeded(name);
    if (why != null) {
      return "is not a key of this agent: " + why;
    }
    String key = key(unknown);
    return "is not a key of this agent; the nearest valid one is "
        + (variablePrefix == null ? key : KeyNames.variable(variablePrefix, key))
        + (Key.CERTIFICATE_PASSWORD_FILE.id.equals(Meaning.key(name))
            ? " (the path of a file), or set AZURE_CLIENT_CERTIFICATE_PASSWORD"
            : "");
  }

  /** The key that means the same as {@code unknown}, or else is most similar to it. */
  static String key(String unknown) {
    String rule = KeyNames.ruleName(unknown);
    if (rule != null) {
      String prefix = KeyNames.RULE_PREFIX + rule + '.';
      return prefix + nearest(unknown.substring(prefix.length()), ids(true));
    }
    return unknown.startsWith(KeyNames.RULE_PREFIX)
        ? KeyNames.RULE_PREFIX + "NAME." + Key.HOSTS.id
        : nearest(unknown, ids(false));
  }

  private static String nearest(String unknown, String... ids) {
    String meant = Meaning.key(unknown);
    return meant != null && Lists.contains(ids, meant) ? meant : inLetters(unknown, ids);
  }

  private static String[] ids(boolean ofRulesOnly) {
    List<String> ids = new ArrayList<>();
    for (Key key : Key.values()) {
      if (key.belongsToRule || !ofRulesOnly) {
        ids.add(key.id);
      }
    }
    return ids.toArray(new String[0]);
  }

  /** The Levenshtein distance: letters inserted, left out or changed. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
