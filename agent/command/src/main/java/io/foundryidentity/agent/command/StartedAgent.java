package io.foundryidentity.agent.command;

import java.lang.management.ManagementFactory;

/**
 * The agent that this JVM was started with, for example by {@code JAVA_TOOL_OPTIONS} in a
 * container.
 */
final class StartedAgent {

  private static final String FLAG = "-javaagent:";

  private StartedAgent() {}

  /** Its arguments; empty if it has none, or if there is no such agent. */
  static String arguments() {
    try {
      return arguments(ManagementFactory.getRuntimeMXBean().getInputArguments());
    } catch (LinkageError noSuchModule) {
      return "";
    }
  }

  static String arguments(Iterable<String> options) {
    for (String option : options) {
      int equals = option.indexOf('=');
      String jar = equals < 0 ? option : option.substring(0, equals);
      if (option.startsWith(FLAG)
          && jar.substring(jar.lastIndexOf('/') + 1).startsWith("foundry-identity-agent")) {
        return equals < 0 ? "" : option.substring(equals + 1);
      }
    }
    return "";
  }
}
