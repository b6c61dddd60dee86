package io.foundryidentity.agent.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What the commands that talk to another JVM have in common. */
final class AttachedCommands {

  private AttachedCommands() {}

  static CommandSpec set(@Nullable CommandSpec spec) {
    if (spec == null) {
      throw new IllegalStateException("picocli has not set its own field");
    }
    return spec;
  }

  static boolean isPid(String text) {
    return text.matches("[1-9][0-9]{0,9}");
  }

  static void requirePid(CommandSpec command, String pid) {
    if (!isPid(pid)) {
      throw new ParameterException(
          command.commandLine(), "'" + pid + "' is not a process id; the command list shows them.");
    }
  }
}
