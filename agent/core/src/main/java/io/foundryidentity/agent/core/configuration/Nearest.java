package io.foundryidentity.agent.core.configuration;

import java.util.ArrayList;
import java.util.List;

/** Finds the valid value that is most similar to a wrong one; loaded only if there is a mistake. */
final class Nearest {

  private Nearest() {}

  static String of(String written, String... candidates) {
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

  /** The key that is most similar to {@code unknown}. */
  static String key(String unknown) {
    String rule = KeyNames.ruleName(unknown);
    if (rule != null) {
      String prefix = KeyNames.RULE_PREFIX + rule + '.';
      return prefix + of(unknown.substring(prefix.length()), ids(true));
    }
    return unknown.startsWith(KeyNames.RULE_PREFIX)
        ? KeyNames.RULE_PREFIX + "NAME." + Key.HOSTS.id
        : of(unknown, ids(false));
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
