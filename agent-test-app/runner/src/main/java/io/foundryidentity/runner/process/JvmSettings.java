package io.foundryidentity.runner.process;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the JVM of a case gets in addition to what every case gets, such as another agent.
 *
 * @param before options before this agent's on the command line
 * @param after options after it
 * @param environment environment variables
 */
public record JvmSettings(
    List<String> before, List<String> after, Map<String, String> environment) {

  public static final JvmSettings NONE = new JvmSettings(List.of(), List.of(), Map.of());

  public JvmSettings withBefore(String option) {
    return new JvmSettings(plus(before, List.of(option)), after, environment);
  }

  public JvmSettings withAfter(String option) {
    return new JvmSettings(before, plus(after, List.of(option)), environment);
  }

  /** Both together; if both set a variable, the other's value is used. */
  public JvmSettings and(JvmSettings other) {
    Map<String, String> variables = new HashMap<>(environment);
    variables.putAll(other.environment);
    return new JvmSettings(
        plus(before, other.before), plus(after, other.after), Map.copyOf(variables));
  }

  private static List<String> plus(List<String> options, List<String> others) {
    List<String> more = new ArrayList<>(options);
    more.addAll(others);
    return List.copyOf(more);
  }
}
