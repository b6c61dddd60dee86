package io.foundryidentity.agent.core.configuration;

import java.util.ArrayList;
import java.util.List;

/** Finds the valid value that is most similar to a wrong one; loaded only if there is a mistake. */
final class Nearest {

  private Nearest() {}

  static String of(String written, String... candidates) {
    String meant = Meaning.value(written, candidates);
    return meant == null ? inLetters(written, candidates) : meant;
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
   * @param asKey whether to name a key as in the agent arguments and the file, not as a variable
   */
  static String advice(String unknown, boolean asKey) {
    String rule = KeyNames.ruleName(unknown);
    String why =
        Meaning.notNeeded(
            rule == null
                ? unknown
                : unknown.substring(KeyNames.RULE_PREFIX.length() + rule.length() + 1));
    if (why != null) {
      return "is not a key of this agent: " + why;
    }
    String key = key(unknown);
    return "is not a key of this agent; the nearest valid one is "
        + (asKey ? key : KeyNames.variable(key));
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
