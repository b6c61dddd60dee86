package io.foundryidentity.agent.instrumentation.copilotcli;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A copy of the environment that a process is to have.
 *
 * <p>The JDK takes a map of its own kind alone, and gives one to whoever asks a builder: a copy of
 * this JVM's environment. What the process is to have as this JVM has it stays as it is there, as
 * bytes; written once more, a text that the JVM's encoding does not know would become another.
 */
final class ChildEnvironment {

  private final Map<String, String> map;

  private ChildEnvironment(Map<String, String> map) {
    this.map = map;
  }

  /**
   * @param asked what the application asked for; null for this JVM's own
   */
  static ChildEnvironment copyOf(@Nullable Map<String, String> asked) {
    ChildEnvironment copy = new ChildEnvironment(new ProcessBuilder().environment());
    if (asked != null) {
      copy.map.keySet().retainAll(asked.keySet());
      copy.apply(asked);
    }
    return copy;
  }

  /**
   * @param changes null for a variable that goes
   */
  void apply(Map<String, ? extends @Nullable String> changes) {
    changes.forEach(
        (name, value) -> {
          if (value == null) {
            map.remove(name);
          } else if (!value.equals(map.get(name))) {
            map.put(name, value);
          }
        });
  }

  Map<String, String> map() {
    return map;
  }
}
