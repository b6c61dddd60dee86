package io.foundryidentity.agent.command;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The columns of the terminal, for texts that are wrapped.
 *
 * <p>Java cannot ask a terminal itself, so {@code stty} is started; only where there is a terminal
 * and no variable {@code COLUMNS}.
 */
final class TerminalWidth {

  private static final int UNKNOWN = 80;
  private static final int NARROWEST = 60;

  /** Longer lines are hard to read. */
  private static final int WIDEST = 120;

  private TerminalWidth() {}

  static int ofProcess(Map<String, String> environment) {
    String columns = environment.getOrDefault("COLUMNS", "");
    if (columns.isEmpty() && Terminal.ofProcess(environment).isInteractive()) {
      columns = columns(stty());
    }
    return usable(columns);
  }

  /** A width between the limits; 80 for a text that is not a number. */
  static int usable(String columns) {
    return columns.matches("[1-9][0-9]{0,4}")
        ? Math.max(NARROWEST, Math.min(WIDEST, Integer.parseInt(columns)))
        : UNKNOWN;
  }

  /** Of the output of {@code stty size}, which is rows and columns. */
  static String columns(String size) {
    return size.substring(size.indexOf(' ') + 1).trim();
  }

  private static String stty() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectErrorStream(true)
              .start();
      if (!stty.waitFor(2, TimeUnit.SECONDS)) {
        stty.destroy();
        return "";
      }
      byte[] start = new byte[100];
      try (InputStream out = stty.getInputStream()) {
        int length = out.read(start);
        return new String(start, 0, Math.max(length, 0), StandardCharsets.US_ASCII);
      }
    } catch (IOException notHere) {
      return "";
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
