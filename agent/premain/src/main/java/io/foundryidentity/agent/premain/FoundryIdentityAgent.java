package io.foundryidentity.agent.premain;

import java.lang.instrument.Instrumentation;

/**
 * The class that the jar's manifest names: checks the JVM's version, then starts the agent.
 *
 * <p>Compiled for Java 7, so that a JVM older than Java 8 can load it and say in one line what is
 * wrong, instead of dying of an {@code UnsupportedClassVersionError} before the application starts.
 * Nothing is ever thrown out of here.
 */
public final class FoundryIdentityAgent {

  private FoundryIdentityAgent() {}

  /** Called by the JVM before {@code main}, for {@code -javaagent}. */
  public static void premain(String arguments, Instrumentation instrumentation) {
    start(arguments, instrumentation, false);
  }

  /** Called by the JVM when the agent is attached to a running JVM. */
  public static void agentmain(String arguments, Instrumentation instrumentation) {
    start(arguments, instrumentation, true);
  }

  private static void start(String arguments, Instrumentation instrumentation, boolean running) {
    try {
      String version = System.getProperty("java.specification.version", "");
      if (isTooOld(version)) {
        Notice.print(
            "this agent needs Java 8 or later and this is Java "
                + version
                + "; the application runs without it");
        return;
      }
      Startup.begin(arguments, instrumentation, running);
    } catch (Throwable failure) {
      Notice.print(
          "the agent could not start ("
              + Notice.of(failure)
              + "); the application runs without it"
              + (failure instanceof SecurityException
                  ? "; the security manager's policy must grant this jar"
                      + " java.security.AllPermission"
                  : ""));
    }
  }

  /** Versions before 9 are written 1.x. */
  static boolean isTooOld(String specificationVersion) {
    return specificationVersion.startsWith("1.") && !specificationVersion.equals("1.8");
  }
}
