package io.foundryidentity.agent.azure;

import java.util.Collections;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The wait that an answer asks for, in the three forms that Azure's services use. */
final class RetryAfter {

  private static final int MOST_DIGITS = 9;

  private RetryAfter() {}

  /**
   * In milliseconds; 0 if the answer asks for none that can be read.
   *
   * @param headers the value of a header by its name, or null
   * @param now this machine's time, in milliseconds since the epoch
   */
  static long millis(Function<String, @Nullable String> headers, long now) {
    long millis = number(headers.apply("x-ms-retry-after-ms"));
    if (millis < 0) {
      millis = number(headers.apply("retry-after-ms"));
    }
    if (millis >= 0) {
      return millis;
    }
    String value = headers.apply("Retry-After");
    long seconds = number(value);
    if (seconds >= 0) {
      return seconds * 1_000;
    }
    // RFC 9110, section 10.2.3: a date
    return value == null
        ? 0
        : Math.max(
            AnswerTime.of(Collections.singletonList(value), Collections.<String>emptyList()).millis
                - now,
            0);
  }

  /** -1 for what is no number. */
  private static long number(@Nullable String value) {
    String digits = value == null ? "" : value.trim();
    if (digits.isEmpty() || digits.length() > MOST_DIGITS) {
      return -1;
    }
    for (int i = 0; i < digits.length(); i++) {
      if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
        return -1;
      }
    }
    return Long.parseLong(digits);
  }
}
