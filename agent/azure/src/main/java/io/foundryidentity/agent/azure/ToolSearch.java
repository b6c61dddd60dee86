package io.foundryidentity.agent.azure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a tool may be: the absolute folders of PATH, with the endings that its platform starts.
 *
 * <p>Empty and relative parts of PATH are left out, as they mean folders below the application's
 * current directory, in which others may be able to write. Names without a folder are not given to
 * the system either: Windows looks for them in the current directory first.
 *
 * <p>Only text: no file is looked at. The platform is an argument.
 */
final class ToolSearch {

  /** What a shell uses without PATH. */
  private static final String UNIX_DEFAULT = "/usr/bin:/bin";

  private static final String WINDOWS_DEFAULT_ENDINGS = ".COM;.EXE;.BAT;.CMD";

  /** What Windows starts without another program; PATHEXT also names scripts. */
  private static final List<String> STARTABLE = Arrays.asList(".com", ".exe", ".bat", ".cmd");

  /** A drive with a root, or a share; not a device ({@code \\.\}). */
  private static final Pattern WINDOWS_ABSOLUTE =
      Pattern.compile("(?:[A-Za-z]:[\\\\/]|[\\\\/]{2}[^\\\\/.?]).*");

  private final boolean windows;
  private final List<String> folders = new ArrayList<>();
  private final List<String> endings;
  private boolean hasLeftOut;

  private ToolSearch(boolean windows, List<String> parts, List<String> endings) {
    this.windows = windows;
    this.endings = endings;
    for (String part : parts) {
      if (isAbsolute(part)) {
        folders.add(part);
      } else {
        hasLeftOut = true;
      }
    }
  }

  static ToolSearch of(boolean windows, Map<String, String> environment) {
    String path = variable(windows, environment, "PATH");
    return windows
        ? new ToolSearch(
            true,
            path == null ? Collections.emptyList() : windowsParts(path),
            startable(variable(true, environment, "PATHEXT")))
        : new ToolSearch(
            false,
            Arrays.asList((path == null ? UNIX_DEFAULT : path).split(":", -1)),
            Collections.singletonList(""));
  }

  /** The absolute folders of PATH, in their order. */
  List<String> folders() {
    return Collections.unmodifiableList(folders);
  }

  /** Whether PATH has empty or relative parts. */
  boolean hasLeftOut() {
    return hasLeftOut;
  }

  /** The files that could be the tool in that folder, in their order. */
  List<String> candidates(String folder, String tool) {
    String separator = windows ? "\\" : "/";
    boolean ends = folder.endsWith("/") || (windows && folder.endsWith("\\"));
    List<String> files = new ArrayList<>();
    for (String ending : endings) {
      files.add(folder + (ends ? "" : separator) + tool + ending);
    }
    return files;
  }

  /** What PATH is, made of these folders. */
  String joined(List<String> parts) {
    if (!windows) {
      return String.join(":", parts);
    }
    List<String> quoted = new ArrayList<>();
    for (String part : parts) {
      quoted.add(part.indexOf(';') < 0 ? part : '"' + part + '"');
    }
    return String.join(";", quoted);
  }

  /** Names of variables have no case on Windows. */
  static @Nullable String variable(boolean windows, Map<String, String> environment, String name) {
    String value = environment.get(name);
    if (value == null && windows) {
      for (Map.Entry<String, String> entry : environment.entrySet()) {
        if (entry.getKey().equalsIgnoreCase(name)) {
          return entry.getValue();
        }
      }
    }
    return value;
  }

  private boolean isAbsolute(String part) {
    return part.indexOf('\0') < 0
        && (windows ? WINDOWS_ABSOLUTE.matcher(part).matches() : part.startsWith("/"));
  }

  /** A part may stand in quotes, in which a semicolon belongs to it. */
  private static List<String> windowsParts(String path) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ';' && !quoted) {
        parts.add(part.toString());
        part.setLength(0);
      } else {
        part.append(c);
      }
    }
    parts.add(part.toString());
    return parts;
  }

  private static List<String> startable(@Nullable String endings) {
    List<String> known = new ArrayList<>();
    String all = endings == null ? WINDOWS_DEFAULT_ENDINGS : endings;
    for (String ending : all.toLowerCase(Locale.ROOT).split(";", -1)) {
      if (STARTABLE.contains(ending.trim())) {
        known.add(ending.trim());
      }
    }
    return known;
  }
}
