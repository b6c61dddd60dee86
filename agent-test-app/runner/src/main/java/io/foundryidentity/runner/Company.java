package io.foundryidentity.runner;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What else the JVM of a case is given, such as another agent.
 *
 * @param before options that stand before this agent's on the command line
 * @param after options that stand behind it
 * @param environment variables beside those of every case
 */
record Company(List<String> before, List<String> after, Map<String, String> environment) {

  static final Company NONE = new Company(List.of(), List.of(), Map.of());

  Company withBefore(String option) {
    return new Company(plus(before, List.of(option)), after, environment);
  }

  Company withAfter(String option) {
    return new Company(before, plus(after, List.of(option)), environment);
  }

  /** Both of one and the other; where both set a variable, the other's counts. */
  Company and(Company other) {
    Map<String, String> variables = new HashMap<>(environment);
    variables.putAll(other.environment);
    return new Company(plus(before, other.before), plus(after, other.after), Map.copyOf(variables));
  }

  private static List<String> plus(List<String> options, List<String> others) {
    List<String> more = new ArrayList<>(options);
    more.addAll(others);
    return List.copyOf(more);
  }
}
