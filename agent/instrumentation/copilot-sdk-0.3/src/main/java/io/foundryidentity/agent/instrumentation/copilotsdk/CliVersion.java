package io.foundryidentity.agent.instrumentation.copilotsdk;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The program's version, which says what the program supports. */
record CliVersion(String text, int major, int minor, int patch) {

  private static final Pattern NUMBERS = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})\\.(\\d{1,6}).*");

  static final CliVersion UNKNOWN = new CliVersion("unknown", 0, 0, 0);

  static CliVersion of(@Nullable Object reported) {
    Matcher numbers = NUMBERS.matcher(String.valueOf(reported));
    return numbers.matches()
        ? new CliVersion(
            numbers.group(), number(numbers, 1), number(numbers, 2), number(numbers, 3))
        : UNKNOWN;
  }

  private static int number(Matcher numbers, int group) {
    return Integer.parseInt(numbers.group(group));
  }

  /** From 1.0.65 on it calls {@code providerToken.getToken}; before, it ignores the flag. */
  boolean asksForTokens() {
    return major > 1 || (major == 1 && (minor > 0 || patch >= 65));
  }

  @Override
  public String toString() {
    return text;
  }
}
