package io.foundryidentity.agent.azure;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What Linux tells of processes in {@code /proc}; nothing elsewhere.
 *
 * <p>Read without {@code java.nio}, as the thread may have been interrupted, which would close its
 * channels. Times are in hundredths of a second since the machine's start, as in {@code stat}.
 */
final class ProcessFiles {

  static final File ALL = new File("/proc");

  /** The field with the start time, counted from the one behind the name. */
  private static final int START = 19;

  private static final int LONGEST = 1 << 20;

  private ProcessFiles() {}

  /** The time now; 0 if it is not known. */
  static long now() {
    String uptime = text(new File(ALL, "uptime"));
    int blank = uptime.indexOf(' ');
    try {
      return blank < 0 ? 0 : (long) (Double.parseDouble(uptime.substring(0, blank)) * 100);
    } catch (NumberFormatException unknown) {
      return 0;
    }
  }

  /** When the process began; the latest time if it is not known. */
  static long startedAt(String id) {
    String stat = text(new File(ALL, id + "/stat"));
    // The name is in parentheses and may hold any character
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).trim().split(" ", -1);
    try {
      return fields.length > START ? Long.parseLong(fields[START]) : Long.MAX_VALUE;
    } catch (NumberFormatException unknown) {
      return Long.MAX_VALUE;
    }
  }

  /**
   * Whether the process was started with that variable. Nothing of its other variables is kept.
   *
   * @param variable name, equals sign and value
   */
  static boolean hasVariable(String id, String variable) {
    byte[] all = bytes(new File(ALL, id + "/environ"));
    byte[] wanted = variable.getBytes(StandardCharsets.ISO_8859_1);
    boolean found = false;
    int begin = 0;
    for (int i = 0; i <= all.length; i++) {
      if (i == all.length || all[i] == 0) {
        found |= i - begin == wanted.length && startsWith(all, begin, wanted);
        begin = i + 1;
      }
    }
    Arrays.fill(all, (byte) 0);
    return found;
  }

  private static boolean startsWith(byte[] all, int begin, byte[] wanted) {
    for (int i = 0; i < wanted.length; i++) {
      if (all[begin + i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }

  private static String text(File file) {
    return new String(bytes(file), StandardCharsets.ISO_8859_1);
  }

  /** Empty if it cannot be read: another user's, or one that has ended. */
  private static byte[] bytes(File file) {
    byte[] bytes = new byte[8192];
    int length = 0;
    try (InputStream in = new FileInputStream(file)) {
      for (int n = in.read(bytes, 0, bytes.length); n >= 0 && length < LONGEST; ) {
        length += n;
        if (length == bytes.length) {
          byte[] longer = Arrays.copyOf(bytes, length * 2);
          Arrays.fill(bytes, (byte) 0);
          bytes = longer;
        }
        n = in.read(bytes, length, bytes.length - length);
      }
    } catch (IOException notThere) {
      length = 0;
    }
    byte[] all = Arrays.copyOf(bytes, length);
    Arrays.fill(bytes, (byte) 0);
    return all;
  }
}
