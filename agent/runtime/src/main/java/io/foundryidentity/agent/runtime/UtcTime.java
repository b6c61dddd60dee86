package io.foundryidentity.agent.runtime;

/**
 * The time of a log line: ISO 8601 in UTC, as in {@code 2026-11-30T08:15:00.123Z}.
 *
 * <p>Calculated here and not by the JDK's formatters: a line is written before {@code main}, where
 * they would load some hundred classes, and they ask for the JVM's default time zone, which the
 * application may set in {@code main} ({@code user.timezone}).
 */
final class UtcTime {

  private static final long DAY = 86_400_000;

  /** Of the Gregorian calendar, after which it repeats. */
  private static final int DAYS_IN_400_YEARS = 146_097;

  private UtcTime() {}

  /**
   * @param millis since 1970; not before
   */
  static String text(long millis) {
    StringBuilder text = new StringBuilder(24);
    int time = (int) (millis % DAY);
    date(text, millis / DAY);
    text.append('T');
    digits(text, time / 3_600_000, 2).append(':');
    digits(text, time / 60_000 % 60, 2).append(':');
    digits(text, time / 1000 % 60, 2).append('.');
    return digits(text, time % 1000, 3).append('Z').toString();
  }

  /** Counts in years that begin in March, so that the day that a leap year adds is the last one. */
  private static void date(StringBuilder text, long daysSince1970) {
    long days = daysSince1970 + 719_468; // since March 1 of the year 0
    long cycle = days / DAYS_IN_400_YEARS;
    int day = (int) (days % DAYS_IN_400_YEARS);
    int year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    int ofYear = day - (365 * year + year / 4 - year / 100);
    int month = (5 * ofYear + 2) / 153;
    boolean next = month >= 10;
    digits(text, (int) (cycle * 400) + year + (next ? 1 : 0), 4).append('-');
    digits(text, next ? month - 9 : month + 3, 2).append('-');
    digits(text, ofYear - (153 * month + 2) / 5 + 1, 2);
  }

  private static StringBuilder digits(StringBuilder text, int number, int width) {
    for (int limit = 10, i = 1; i < width; i++, limit *= 10) {
      if (number < limit) {
        text.append('0');
      }
    }
    return text.append(number);
  }
}
