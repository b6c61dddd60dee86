package io.foundryidentity.agent.instrumentation.copilotcli;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Decides by the command line whether a process is a Copilot CLI that reads the provider's
 * variables.
 *
 * <p>That is a program {@code copilot} in any folder, or a JavaScript runtime whose script is the
 * entry of npm's {@code @github/copilot}. A shell's command line is not parsed, as it is a language
 * of its own. A script after a runtime option that takes a separate value is not found.
 */
final class CliCommand {

  private static final Set<String> PROGRAMS =
      new HashSet<>(Arrays.asList("copilot", "copilot.exe", "copilot.cmd"));
  private static final Set<String> RUNTIMES =
      new HashSet<>(Arrays.asList("node", "node.exe", "bun", "bun.exe"));
  private static final String[] ENTRIES = {
    "/@github/copilot/npm-loader.js", "/@github/copilot/index.js"
  };

  /** As a server for an SDK, the CLI takes providers from the SDK only, not from variables. */
  private static final Set<String> SERVERS = new HashSet<>(Arrays.asList("--server", "--headless"));

  private CliCommand() {}

  static boolean isCli(String[] command) {
    String program = command.length == 0 ? "" : fileName(command[0]);
    int arguments = 1;
    if (RUNTIMES.contains(program)) {
      while (arguments < command.length && command[arguments].startsWith("-")) {
        arguments++;
      }
      if (arguments == command.length || !isEntry(command[arguments])) {
        return false;
      }
    } else if (!PROGRAMS.contains(program)) {
      return false;
    }
    return Arrays.stream(command, arguments, command.length).noneMatch(SERVERS::contains);
  }

  /** In lower case on Windows, where case does not matter. */
  private static String fileName(String path) {
    String name = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".exe") || lower.endsWith(".cmd") ? lower : name;
  }

  private static boolean isEntry(String script) {
    String path = script.replace('\\', '/');
    for (String entry : ENTRIES) {
      if (path.endsWith(entry)) {
        return true;
      }
    }
    return false;
  }
}
