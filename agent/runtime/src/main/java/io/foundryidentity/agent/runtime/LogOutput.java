package io.foundryidentity.agent.runtime;

import io.foundryidentity.agent.core.output.SafeText;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.AccessController;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import org.tinylog.core.LogEntry;

/**
 * Where the log goes: standard error, as standard output belongs to the application, or a file.
 *
 * <p>A file that cannot be written is reported once, and the lines go to standard error.
 *
 * <p>The file is opened for each line, of which there are few: an open file would keep the JVM from
 * a checkpoint (CRaC), and a file that was moved away would get the lines.
 */
final class LogOutput {

  private static final String OWN = "foundry-identity ";

  /** Before each line that belongs to the one above it. */
  private static final String MORE = "  | ";

  private @Nullable String file;
  private @Nullable DateTimeFormatter time;

  private LogOutput() {}

  static LogOutput to(@Nullable String path) {
    LogOutput output = new LogOutput();
    if (path != null) {
      try {
        append(path, "");
        output.file = path;
        output.time = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
      } catch (IOException | RuntimeException refused) {
        output.lost(refused);
      }
    }
    return output;
  }

  /**
   * @param line safe, on one line
   * @param details its trace follows on lines of their own
   */
  synchronized void write(LogEntry entry, String line, @Nullable Throwable details) {
    StringBuilder text = new StringBuilder();
    if (file != null) {
      text.append(head(entry)).append(line).append(System.lineSeparator());
      for (String more : AgentLogWriter.trace(details)) {
        text.append(MORE).append(more).append(System.lineSeparator());
      }
      if (write(file, text.toString())) {
        return;
      }
      text.setLength(0);
    }
    text.append(OWN).append(entry.getLevel()).append(": ").append(line);
    text.append(System.lineSeparator());
    for (String more : AgentLogWriter.trace(details)) {
      text.append(OWN).append(MORE).append(more).append(System.lineSeparator());
    }
    StandardError.print(text.toString());
  }

  private String head(LogEntry entry) {
    DateTimeFormatter format = time;
    String when =
        format == null
            ? ""
            : format.format(entry.getTimestamp().toInstant().atZone(ZoneId.systemDefault()));
    // The application names its threads
    return when
        + ' '
        + entry.getLevel()
        + " ["
        + SafeText.line(entry.getThread().getName(), 100)
        + "] ";
  }

  private boolean write(String path, String text) {
    try {
      append(path, text);
      return true;
    } catch (IOException | RuntimeException refused) {
      lost(refused);
      return false;
    }
  }

  /** With the agent's own permissions, whoever caused the line. */
  private static void append(String path, String text) throws IOException {
    try {
      AccessController.doPrivileged(
          (PrivilegedExceptionAction<@Nullable Void>)
              () -> {
                try (OutputStream out = new FileOutputStream(path, true)) {
                  out.write(text.getBytes(StandardCharsets.UTF_8));
                }
                return null;
              });
    } catch (PrivilegedActionException refused) {
      throw (IOException) refused.getException();
    }
  }

  private void lost(Exception reason) {
    file = null;
    StandardError.line("the log file cannot be written: " + reason);
  }
}
