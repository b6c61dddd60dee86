package io.foundryidentity.agent.core.diagnosis;

import io.foundryidentity.agent.core.output.SafeText;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Text from other programs, as a short part of a sentence or of a command. */
final class PlainText {

  private static final int LONGEST = 400;

  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/-]{0,127}");

  private static final Pattern FILE = Pattern.compile("/[A-Za-z0-9._/-]{1,200}");

  private PlainText() {}

  static String of(String text) {
    return SafeText.line(text, LONGEST);
  }

  /** The text unchanged, if it can be in a command without quotes; else null. */
  static @Nullable String word(@Nullable String text) {
    return text != null && WORD.matcher(text).matches() ? text : null;
  }

  /** An absolute path unchanged, if it can be in a command without quotes; else null. */
  static @Nullable String file(@Nullable String path) {
    return path != null && FILE.matcher(path).matches() ? path : null;
  }
}
