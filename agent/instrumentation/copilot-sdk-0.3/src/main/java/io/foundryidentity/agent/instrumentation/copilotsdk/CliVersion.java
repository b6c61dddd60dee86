package io.foundryidentity.agent.instrumentation.copilotsdk;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The program's version, which says what the program supports. */
record CliVersion(String text, int major, int minor, int patch, boolean preview) {

  /** The rest is short, as the text is logged. */
  private static final Pattern FORM =
      Pattern.compile("(\\d{1,6})\\.(\\d{1,6})\\.(\\d{1,6})(-[\\w.-]{1,40})?([+.][\\w.+-]{1,40})?");

  static final CliVersion UNKNOWN = new CliVersion("unknown", 0, 0, 0, false);

  static CliVersion of(@Nullable Object reported) {
    Matcher form = FORM.matcher(String.valueOf(reported).trim());
    return form.matches()
        ? new CliVersion(
            form.group(), number(form, 1), number(form, 2), number(form, 3), form.group(4) != null)
        : UNKNOWN;
  }

  private static int number(Matcher form, int group) {
    return Integer.parseInt(form.group(group));
  }

  /** Whether a program said this that does not know its own version. 1.0.81 says 0.0.1. */
  boolean isPlaceholder() {
    return !equals(UNKNOWN) && major == 0 && minor == 0;
  }

  /**
   * From 1.0.65 on it calls {@code providerToken.getToken}; before, it ignores the flag. No program
   * is known that reports a placeholder and cannot do this.
   */
  boolean asksForTokens() {
    return isPlaceholder()
        || major > 1
        || (major == 1 && (minor > 0 || patch > 65 || (patch == 65 && !preview)));
  }

  @Override
  public String toString() {
    return text;
  }
}
