package io.foundryidentity.agent.runtime;

import io.foundryidentity.agent.core.output.SafeText;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Map;
import org.tinylog.core.LogEntry;
import org.tinylog.core.LogEntryValue;
import org.tinylog.runtime.Timestamp;
import org.tinylog.writers.Writer;

/**
 * Writes each line of the log, of the agent and of its libraries: without secrets, and on one line.
 *
 * <p>An exception is a part of its line. At the levels {@code debug} and {@code trace} its stack
 * trace follows on lines of their own, each with a beginning that shows whose it is, so that
 * nothing that another program sent can look like a line of the log.
 *
 * <p>Public, as the logger creates it by its name.
 */
public final class AgentLogWriter implements Writer {

  static final String DETAILS = "details";

  private static final int LONGEST_SUMMARY = 500;
  private static final int LONGEST_FRAME = 200;

  /** The logger creates the writer by its name, with text as its only parameters. */
  private static volatile LogOutput next = LogOutput.to(null, false);

  private final LogOutput output;
  private final boolean details;

  /**
   * Never throws: the logger would print the reason as it is.
   *
   * @param properties {@link #DETAILS}
   */
  public AgentLogWriter(Map<String, String> properties) {
    details = Boolean.parseBoolean(properties.get(DETAILS));
    output = next;
  }

  /** Sets the output of the writers that are created later. */
  static void useFromNowOn(LogOutput output) {
    next = output;
  }

  @Override
  public Collection<LogEntryValue> getRequiredLogEntryValues() {
    return EnumSet.of(
        LogEntryValue.DATE,
        LogEntryValue.THREAD,
        LogEntryValue.LEVEL,
        LogEntryValue.MESSAGE,
        LogEntryValue.EXCEPTION);
  }

  @Override
  public void write(LogEntry entry) {
    Throwable failure = entry.getException();
    String message = entry.getMessage();
    StringBuilder line = new StringBuilder();
    if (message != null) {
      line.append(SafeText.line(message));
    }
    if (failure != null && !details) {
      line.append(message == null ? "" : ": ").append(summary(failure));
    }
    Timestamp time = entry.getTimestamp();
    output.write(
        new LogLine(
            time == null ? System.currentTimeMillis() : time.toInstant().toEpochMilli(),
            entry.getLevel().toString(),
            entry.getThread(),
            line.toString(),
            failure,
            details));
  }

  /** The class, the message, and where it was thrown. */
  private static String summary(Throwable failure) {
    StackTraceElement[] frames = failure.getStackTrace();
    return SafeText.line((Object) SafeText.line(failure), LONGEST_SUMMARY)
        + (frames.length == 0 ? "" : " at " + SafeText.line(frames[0], LONGEST_FRAME));
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
