package io.foundryidentity.agent.runtime;

import io.foundryidentity.agent.core.output.FailureLines;
import io.foundryidentity.agent.core.output.SafeText;
import org.jspecify.annotations.Nullable;

/**
 * One line of the log, in the form of each output: for standard error, for a file, or JSON.
 *
 * <p>The JSON is written here and not by {@code core.json}, whose library must not load before
 * {@code main}, where the first line is written.
 */
final class LogLine {

  private static final String OWN = "foundry-identity ";

  /** Before each line that belongs to the one above it. */
  private static final String MORE = "  | ";

  private static final String END = System.lineSeparator();

  private final long millis;
  private final String level;
  private final String thread;
  private final String message;
  private final @Nullable Throwable failure;
  private final boolean detailed;

  /**
   * @param millis its time, since 1970
   * @param message safe, on one line
   * @param failure its stack trace is a part of the JSON
   * @param detailed whether the stack trace follows in text, on lines of its own
   */
  LogLine(
      long millis,
      String level,
      Thread thread,
      String message,
      @Nullable Throwable failure,
      boolean detailed) {
    this.millis = millis;
    this.level = level;
    this.thread = SafeText.line(thread.getName(), 100); // The application names its threads
    this.message = message;
    this.failure = failure;
    this.detailed = detailed;
  }

  /** A line of this moment, of this thread. */
  static LogLine now(String level, String text) {
    return new LogLine(
        System.currentTimeMillis(),
        level,
        Thread.currentThread(),
        SafeText.line(text),
        null,
        false);
  }

  /** Among lines of other programs, so each line says whose it is. */
  String forStandardError() {
    String head = OWN + level + ": " + UtcTime.text(millis) + ' ';
    return text(head, OWN + MORE);
  }

  String forFile() {
    return text(UtcTime.text(millis) + ' ' + level + " [" + thread + "] ", MORE);
  }

  private String text(String head, String more) {
    StringBuilder text = new StringBuilder(head).append(message).append(END);
    if (failure != null && detailed) {
      for (String line : FailureLines.of(failure)) {
        text.append(more).append(line).append(END);
      }
    }
    return text.toString();
  }

  /** An object on one line, in ASCII. */
  String json() {
    StringBuilder text = new StringBuilder("{\"time\":\"").append(UtcTime.text(millis));
    text.append("\",\"level\":\"").append(level).append("\",\"logger\":\"foundry-identity\"");
    quote(text.append(",\"thread\":"), thread);
    quote(text.append(",\"message\":"), message);
    if (failure != null) {
      String before = ",\"trace\":[";
      for (String line : FailureLines.of(failure)) {
        quote(text.append(before), line);
        before = ",";
      }
      text.append(']');
    }
    return text.append('}').append(END).toString();
  }

  private static void quote(StringBuilder text, String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        text.append("\\u").append(Integer.toHexString(0x10000 | c), 1, 5);
      } else {
        text.append(c);
      }
    }
    text.append('"');
  }
}
