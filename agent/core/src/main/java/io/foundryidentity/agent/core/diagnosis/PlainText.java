package io.foundryidentity.agent.core.diagnosis;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes what somebody else wrote fit for a log line, a terminal and a shell. */
final class PlainText {

  private static final int LONGEST = 400;

  /** What breaks lines, moves a terminal's cursor, or turns the direction of writing. */
  private static final Pattern ODD =
      Pattern.compile(
          "[\\s\\p{Cntrl}\\u0080-\\u009f\\u200b-\\u200f\\u2028-\\u202e\\u2066-\\u2069\\ufeff]+");

  private static final Pattern JWT = Pattern.compile("eyJ[A-Za-z0-9_-]{8,}[A-Za-z0-9_.-]*");
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/-]{0,127}");

  private PlainText() {}

  static String of(String text) {
    String plain = JWT.matcher(ODD.matcher(text).replaceAll(" ")).replaceAll("***").trim();
    return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST) + "...";
  }

  /** An id as it is, where it can stand in a command without quotes; else null. */
  static @Nullable String word(@Nullable String text) {
    return text != null && WORD.matcher(text).matches() ? text : null;
  }
}
