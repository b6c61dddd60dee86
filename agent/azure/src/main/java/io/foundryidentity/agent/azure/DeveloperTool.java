package io.foundryidentity.agent.azure;

import com.azure.identity.CredentialUnavailableException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Runs a command line tool that a developer is signed in to, and reads its output.
 *
 * <p><b>Which file.</b> The first in the absolute folders of PATH ({@link ToolSearch}) that not
 * everybody could have put there ({@link ToolTrust}), started by its absolute path. Never one in
 * the application's current directory. The tool gets a PATH of these folders only, as it starts
 * other programs.
 *
 * <p><b>Where.</b> In the root folder, or {@code System32} on Windows, which only administrators
 * can write: programs and libraries that the tool looks for by a relative path are not found in the
 * application's current directory. azure-identity does the same.
 */
final class DeveloperTool {

  /** Arguments that mean the same to every shell, with and without quotes. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.:/=+-]+");

  private static final Pattern ENTRA_CODE = Pattern.compile("\\bAADSTS[0-9]{4,9}\\b");

  private final String product;
  private final String program;
  private final boolean windows;
  private final Map<String, String> environment;
  private final Duration timeout;

  /**
   * @param product its name for messages
   * @param program its file's name, without an ending
   * @param environment the variables PATH, PATHEXT and SystemRoot
   */
  DeveloperTool(String product, String program, Map<String, String> environment, Duration timeout) {
    this.product = product;
    this.program = program;
    this.environment = environment;
    this.timeout = timeout;
    this.windows = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
  }

  /**
   * Runs it to its end.
   *
   * @throws CredentialUnavailableException if it is not installed, does not start, or takes longer
   *     than allowed
   */
  ToolOutput run(String... arguments) {
    for (String argument : arguments) {
      if (!PLAIN.matcher(argument).matches()) {
        throw new CredentialUnavailableException(
            "a scope or tenant with characters that " + product + " is not given");
      }
    }
    ToolSearch search = ToolSearch.of(windows, environment);
    List<String> folders = safeFolders(search);
    List<String> command = new ArrayList<>();
    command.add(file(search, folders));
    command.addAll(Arrays.asList(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(workingFolder())
            .redirectInput(new File(windows ? "NUL" : "/dev/null"));
    setPath(builder.environment(), search.joined(folders));
    ToolProcesses processes = new ToolProcesses();
    processes.mark(builder.environment());
    try {
      return ToolOutput.of(builder.start(), processes, product, timeout);
    } catch (IOException notStarted) {
      // Without the system's message, which depends on the platform
      throw new CredentialUnavailableException(product + " could not be started");
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new CredentialUnavailableException("interrupted while " + product + " was running");
    }
  }

  /** Why it gave no token: a code of Entra ID if it printed one, and nothing else of its text. */
  ToolAnsweredException failure(ToolOutput output) {
    Matcher code = ENTRA_CODE.matcher(output.all());
    boolean silent = output.all().trim().isEmpty();
    return new ToolAnsweredException(
        product
            + (silent ? " printed nothing (exit code " : " gave no token (exit code ")
            + output.exitCode
            + (code.find() ? ", " + code.group() : "")
            + ")");
  }

  private List<String> safeFolders(ToolSearch search) {
    List<String> safe = new ArrayList<>();
    for (String folder : search.folders()) {
      Path path = path(folder);
      if (path != null && Files.isDirectory(path) && ToolTrust.isSafe(path)) {
        safe.add(folder);
      }
    }
    return safe;
  }

  private String file(ToolSearch search, List<String> folders) {
    boolean refused = false;
    for (String folder : search.folders()) {
      for (String candidate : search.candidates(folder, program)) {
        Path path = path(candidate);
        if (path != null && isProgram(path)) {
          if (folders.contains(folder) && ToolTrust.isSafe(path)) {
            return candidate;
          }
          refused = true;
        }
      }
    }
    throw new CredentialUnavailableException(notFound(search, refused));
  }

  private boolean isProgram(Path path) {
    // On Windows, one from the Store is a link that only the system can follow
    return windows
        ? Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(path)
        : Files.isRegularFile(path) && Files.isExecutable(path);
  }

  private String notFound(ToolSearch search, boolean refused) {
    if (refused) {
      return product
          + " is not started: everybody may write its file "
          + program
          + " or a folder on its path";
    }
    return product
        + " is not installed ("
        + program
        + " is not in PATH"
        + (search.hasLeftOut() ? ", whose empty and relative parts are not searched" : "")
        + ")";
  }

  private static @Nullable Path path(String text) {
    try {
      return Paths.get(text);
    } catch (InvalidPathException impossible) {
      return null;
    }
  }

  private File workingFolder() {
    if (windows) {
      String root = ToolSearch.variable(true, environment, "SystemRoot");
      File system = new File(root == null ? "C:\\Windows" : root, "System32");
      if (system.isAbsolute() && system.isDirectory()) {
        return system;
      }
    } else {
      for (String folder : new String[] {"/", "/usr", "/bin"}) {
        if (ToolTrust.isClosed(Paths.get(folder))) {
          return new File(folder);
        }
      }
    }
    throw new CredentialUnavailableException(
        product + " is not started: there is no folder for it that only administrators can write");
  }

  private void setPath(Map<String, String> child, String path) {
    if (windows) {
      child.keySet().removeIf(name -> name.equalsIgnoreCase("PATH"));
      // cmd.exe then does not look into its current directory
      child.put("NoDefaultCurrentDirectoryInExePath", "1");
    }
    child.put("PATH", path);
  }
}
