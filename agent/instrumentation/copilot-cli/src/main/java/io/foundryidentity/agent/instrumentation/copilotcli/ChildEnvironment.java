package io.foundryidentity.agent.instrumentation.copilotcli;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A copy of the environment for a process that is started.
 *
 * <p>The JDK accepts only a map of its own class, which a ProcessBuilder creates: a copy of this
 * JVM's environment. Variables that do not change stay in that copy as bytes. If they were written
 * again, text that the JVM's encoding does not have would change.
 */
final class ChildEnvironment {

  private final Map<String, String> map;

  private ChildEnvironment(Map<String, String> map) {
    this.map = map;
  }

  /**
   * @param asked the environment that the application has set; null for this JVM's own
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
   * @param changes new values; null removes a variable
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
