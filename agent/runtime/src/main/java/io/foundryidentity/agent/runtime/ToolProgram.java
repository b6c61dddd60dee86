package io.foundryidentity.agent.runtime;

import org.jspecify.annotations.Nullable;

/**
 * Tells whether this JVM runs one of the JDK's own tools (javac, keytool, jcmd, jshell), this jar's
 * own commands, or no program ({@code java -version}).
 *
 * <p>They get the agent with all other JVMs if it is in {@code JAVA_TOOL_OPTIONS}, and scripts read
 * what they print. So the agent prints nothing there at the start.
 */
final class ToolProgram {

  /** Main classes of tools on Java 8, and the JVM in which jshell runs its code. */
  private static final String[] CLASSES = {
    "com.sun.tools.", "sun.tools.", "sun.security.tools.", "sun.rmi.", "jdk.jshell."
  };

  private static final String OWN_JAR = "foundry-identity-agent";

  private ToolProgram() {}

  static boolean isRunning() {
    return isTool(
        System.getProperty("sun.java.command"),
        System.getProperty("jdk.module.main"),
        System.getProperty("sun.java.launcher"));
  }

  /**
   * @param command the main class, {@code module/class} or jar, and the arguments; null in a JVM
   *     that another program than {@code java} starts, and for {@code java -version}
   * @param module the main class's module; null on the class path
   * @param launcher {@code SUN_STANDARD} for {@code java}, where the JVM tells it
   */
  static boolean isTool(
      @Nullable String command, @Nullable String module, @Nullable String launcher) {
    if (command == null || command.isEmpty()) {
      return launcher != null && launcher.equals("SUN_STANDARD");
    }
    int end = command.indexOf(' ');
    String main = end < 0 ? command : command.substring(0, end);
    if (module != null) {
      // java Program.java is a program, though it starts in the compiler's module
      return (module.startsWith("jdk.") || module.startsWith("java."))
          && !main.startsWith("jdk.compiler/com.sun.tools.javac.launcher.");
    }
    for (String name : CLASSES) {
      if (main.startsWith(name)) {
        return true;
      }
    }
    int name = Math.max(main.lastIndexOf('/'), main.lastIndexOf('\\')) + 1;
    return main.startsWith(OWN_JAR, name) && main.endsWith(".jar");
  }
}
