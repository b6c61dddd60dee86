package io.foundryidentity.agent.azure;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A tool's process and the processes that it has started, which are ended together: {@code az} is a
 * script that starts Python, and ending the script alone would leave Python waiting.
 *
 * <p>From Java 9 on the JVM knows a process's descendants. It does not know those whose parent has
 * ended, and a tool may start others while it is being ended. So on Linux the tool also gets a
 * variable with a value of its own, which all that it starts inherits; whoever has it in {@code
 * /proc} is ended, until nobody is left. This works on Java 8 too. On Windows and macOS with Java 8
 * only the tool itself is ended.
 *
 * <p>Only a tool that is ended early loses its children. One that ends by itself may leave some
 * behind on purpose; {@code az} and {@code azd} send their telemetry so.
 */
final class ToolProcesses {

  private static final String VARIABLE = "TOKEN_TOOL_RUN";
  private static final int MOST_ROUNDS = 50;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private final String mark = VARIABLE + "=" + UUID.randomUUID();
  private final boolean signalsOfShell;

  /** Processes that began before are not looked at: their variables are none of our business. */
  private final long since = ProcessFiles.now() - 100;

  ToolProcesses() {
    this(false);
  }

  /**
   * @param signalsOfShell whether to do without the methods of Java 9, as on Java 8
   */
  ToolProcesses(boolean signalsOfShell) {
    this.signalsOfShell = signalsOfShell;
  }

  /** Before the tool is started. */
  void mark(Map<String, String> environment) {
    environment.put(VARIABLE, mark.substring(VARIABLE.length() + 1));
  }

  /** Ends the tool and all that it has started, at once. */
  void end(Process tool) {
    Object[] descendants = signalsOfShell ? new Object[0] : descendants(tool);
    tool.destroyForcibly();
    for (Object descendant : descendants) {
      destroy(descendant);
    }
    // Not at the first look that finds nobody: for a moment within execve(2), Linux shows none of a
    // process's variables
    boolean nobody = false;
    for (int i = 0; i < MOST_ROUNDS; i++) {
      List<String> marked = marked();
      if (marked.isEmpty() && nobody) {
        return;
      }
      nobody = marked.isEmpty();
      if (!nobody) {
        kill(marked);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** The ids of the processes with the mark; none where there is no {@code /proc}. */
  private List<String> marked() {
    List<String> ids = new ArrayList<>();
    String[] names = ProcessFiles.ALL.list();
    for (String name : names == null ? new String[0] : names) {
      if (Character.isDigit(name.charAt(0))
          && ProcessFiles.startedAt(name) >= since
          && ProcessFiles.hasVariable(name, mark)) {
        ids.add(name);
      }
    }
    return ids;
  }

  private void kill(List<String> ids) {
    if (!signalsOfShell && isJava9()) {
      for (String id : ids) {
        try {
          Object handle = type().getMethod("of", long.class).invoke(null, Long.parseLong(id));
          if (handle instanceof Optional && ((Optional<?>) handle).isPresent()) {
            destroy(((Optional<?>) handle).get());
          }
        } catch (ReflectiveOperationException | RuntimeException notAllowed) {
          return;
        }
      }
      return;
    }
    List<String> command =
        new ArrayList<>(Arrays.asList("/bin/sh", "-c", "kill -9 \"$@\"", "kill"));
    command.addAll(ids);
    File none = new File("/dev/null");
    try {
      Process shell =
          new ProcessBuilder(command)
              .redirectInput(none)
              .redirectOutput(none)
              .redirectError(none)
              .start();
      for (int i = 0; i < MOST_ROUNDS && shell.isAlive(); i++) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    } catch (IOException noShell) {
      // Then there is no other way on this JVM
    }
  }

  private static Object[] descendants(Process tool) {
    try {
      Object all = Process.class.getMethod("descendants").invoke(tool);
      return all instanceof Stream ? ((Stream<?>) all).toArray() : new Object[0];
    } catch (ReflectiveOperationException | RuntimeException java8) {
      return new Object[0];
    }
  }

  private static void destroy(Object handle) {
    try {
      Method end = type().getMethod("destroyForcibly");
      end.invoke(handle);
    } catch (ReflectiveOperationException | RuntimeException endedBefore) {
      // Nothing is left to do
    }
  }

  private static boolean isJava9() {
    try {
      return type().isInterface();
    } catch (ClassNotFoundException java8) {
      return false;
    }
  }

  private static Class<?> type() throws ClassNotFoundException {
    return Class.forName("java.lang.ProcessHandle");
  }
}
