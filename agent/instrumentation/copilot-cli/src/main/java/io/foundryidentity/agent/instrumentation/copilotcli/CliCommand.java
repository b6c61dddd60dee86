package io.foundryidentity.agent.instrumentation.copilotcli;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Tells by its command line whether a process is a Copilot CLI that reads the provider's variables.
 *
 * <p>That is a program {@code copilot}, wherever it lies, or a JavaScript runtime whose script is
 * the entry of npm's {@code @github/copilot}. Neither is read out of a shell's command line, which
 * is a language of its own, nor looked for behind the runtime's options that take a word of their
 * own.
 */
final class CliCommand {

  private static final Set<String> PROGRAMS =
      new HashSet<>(Arrays.asList("copilot", "copilot.exe", "copilot.cmd"));
  private static final Set<String> RUNTIMES =
      new HashSet<>(Arrays.asList("node", "node.exe", "bun", "bun.exe"));
  private static final String[] ENTRIES = {
    "/@github/copilot/npm-loader.js", "/@github/copilot/index.js"
  };

  /** Its server, for an SDK, takes providers from there alone. */
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

  /** In lower case where it is Windows's: there its case does not count. */
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
