package io.foundryidentity.agent.gateway.program;

import java.io.File;
import org.jspecify.annotations.Nullable;

/**
 * Looks for a command's file where the system will look, before anything is started: the JDK's own
 * exception does not tell a missing command from a missing interpreter or folder.
 */
final class CommandFile {

  private static final boolean WINDOWS = File.separatorChar == '\\';

  private CommandFile() {}

  /**
   * Does nothing on Windows, which has other rules.
   *
   * @param path the variable PATH
   */
  static void require(String command, @Nullable String path) throws NotStartedException {
    if (command.isEmpty()) {
      throw notFound("the command after -- is empty");
    }
    if (WINDOWS) {
      return;
    }
    if (command.indexOf('/') >= 0) {
      requireExecutable(command, new File(command));
      return;
    }
    File unusable = null;
    for (String folder : (path == null ? "/bin:/usr/bin" : path).split(":", -1)) {
      File file = new File(folder.isEmpty() ? "." : folder, command);
      if (file.isFile() && file.canExecute()) {
        return;
      }
      unusable = unusable == null && file.exists() ? file : unusable;
    }
    if (unusable == null) {
      throw notFound("the command '" + command + "' is not found in PATH");
    }
    requireExecutable(command, unusable);
  }

  private static void requireExecutable(String command, File file) throws NotStartedException {
    if (!file.exists()) {
      throw notFound("the command '" + command + "' does not exist");
    }
    if (file.isDirectory()) {
      throw notExecutable(command, "it is a directory");
    }
    if (!file.canExecute()) {
      throw notExecutable(command, file + " has no permission to execute");
    }
  }

  /** Windows finds only programs by their name alone. */
  static NotStartedException notStarted(String command, String reason) {
    return WINDOWS
        ? notFound(
            "the command '"
                + command
                + "' cannot be started: "
                + reason
                + "; a .cmd or .bat file is started with: -- cmd /c "
                + command)
        : notExecutable(command, reason);
  }

  private static NotStartedException notExecutable(String command, String reason) {
    return new NotStartedException(
        NotStartedException.NOT_EXECUTABLE,
        "the command '" + command + "' cannot be executed: " + reason);
  }

  private static NotStartedException notFound(String problem) {
    return new NotStartedException(NotStartedException.NOT_FOUND, problem);
  }
}
