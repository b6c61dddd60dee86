package io.foundryidentity.agent.gateway.program;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.StringTokenizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The terminal that controls this process, if there is one. */
final class Terminal {

  private static final Logger LOG = LoggerFactory.getLogger(Terminal.class);

  private static final Path STAT = Path.of("/proc/self/stat");

  // proc(5): the fields that follow the name, which is in parentheses
  private static final int GROUP = 2;
  private static final int TERMINAL_GROUP = 5;

  private Terminal() {}

  /**
   * Whether this process, and the command in the same group, get the signals of a terminal's keys.
   *
   * <p>Linux says so in {@code /proc}, other systems by {@code ps}. A console of Windows always
   * gives Ctrl-C to all of its processes.
   */
  static boolean hasForegroundProcess() {
    try {
      return Files.exists(STAT)
          ? isForeground(Files.readString(STAT, StandardCharsets.ISO_8859_1))
          : sameGroups(ps());
    } catch (IOException unknown) {
      LOG.debug("the group of this process is unknown", unknown);
      return File.separatorChar == '\\';
    }
  }

  private static String ps() throws IOException {
    String pid = Long.toString(ProcessHandle.current().pid());
    Process ps = new ProcessBuilder("ps", "-o", "pgid=,tpgid=", "-p", pid).start();
    ps.getOutputStream().close();
    return new String(ps.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  /**
   * @param groups the process's group and the terminal's foreground group
   */
  static boolean sameGroups(String groups) {
    StringTokenizer fields = new StringTokenizer(groups);
    return fields.countTokens() == 2 && fields.nextToken().equals(fields.nextToken());
  }

  /**
   * @param stat the content of {@code /proc/self/stat}
   */
  static boolean isForeground(String stat) {
    StringTokenizer fields = new StringTokenizer(stat.substring(stat.lastIndexOf(')') + 1));
    String group = "";
    for (int i = 0; fields.hasMoreTokens(); i++) {
      String field = fields.nextToken();
      if (i == GROUP) {
        group = field;
      } else if (i == TERMINAL_GROUP) {
        return group.equals(field);
      }
    }
    return false;
  }
}
