package io.foundryidentity.agent.azure;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** The time that an answer's {@code Date} and {@code Age} tell. */
final class AnswerTime {

  static final AnswerTime NONE =
      new AnswerTime(0, 0, Collections.<String>emptyList(), Collections.<String>emptyList());

  /** An age above this is infinity to a cache too (RFC 9111, section 1.2.2): 68 years. */
  private static final long LONGEST_AGE = (1L << 31) * 1_000;

  private static final List<String> MONTHS =
      Arrays.asList(
          "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

  /** The endpoint's time, {@code Age} included, in milliseconds since the epoch; 0 if unknown. */
  final long millis;

  /** How long the answer was kept by caches, in milliseconds; 0 if they do not say. */
  final long age;

  /** Whether no cache says, not even in a malformed way, that it has kept the answer. */
  final boolean firstHand;

  private AnswerTime(long date, long age, List<String> dates, List<String> ages) {
    this.millis = date == 0 ? 0 : date + age;
    this.age = age;
    this.firstHand = dates.size() == 1 && age == 0 && ages.stream().allMatch("0"::equals);
  }

  static AnswerTime of(List<String> dates, List<String> ages) {
    long age = 0;
    for (String value : ages) {
      age = Math.max(age, age(value.trim()));
    }
    return new AnswerTime(dates.size() == 1 ? date(dates.get(0)) : 0, age, dates, ages);
  }

  /**
   * Milliseconds; 0 for what is no number of seconds. Of a list, as of two headers, the largest.
   */
  private static long age(String value) {
    long longest = 0;
    long age = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c >= '0' && c <= '9') {
        age = Math.min(age * 10 + (c - '0') * 1_000L, LONGEST_AGE);
        longest = Math.max(longest, age);
      } else if (c == ',' || c == ' ') {
        age = 0;
      } else {
        return 0;
      }
    }
    return longest;
  }

  /**
   * Reads {@code Sun, 06 Nov 1994 08:49:37 GMT}; 0 if it has another form. A day of one digit is
   * read too, as some servers in Java send it (java.time's RFC_1123_DATE_TIME). Not with a
   * DateTimeFormatter, whose class takes longer to load than all other classes of java.time that a
   * fetch needs.
   */
  private static long date(String date) {
    String[] parts = date.trim().split("[ :]", -1);
    if (parts.length != 8 || !parts[7].equals("GMT")) {
      return 0;
    }
    try {
      LocalDate day = LocalDate.of(year(parts[3]), MONTHS.indexOf(parts[2]) + 1, day(parts[1]));
      long seconds =
          (two(parts[4], 23) * 60L + two(parts[5], 59)) * 60
              + two(parts[6], 60); // RFC 9110 allows a leap second
      return Math.max((day.toEpochDay() * 24 * 60 * 60 + seconds) * 1000, 0);
    } catch (NumberFormatException | DateTimeException e) {
      return 0;
    }
  }

  private static int day(String digits) {
    return two(digits.length() == 1 ? "0" + digits : digits, 31);
  }

  private static int year(String digits) {
    return two(digits.substring(0, Math.min(2, digits.length())), 99) * 100
        + two(digits.substring(Math.min(2, digits.length())), 99);
  }

  private static int two(String digits, int most) {
    int number = digits.length() == 2 ? 0 : -1;
    for (int i = 0; i < 2 && number >= 0; i++) {
      char c = digits.charAt(i);
      number = c >= '0' && c <= '9' ? number * 10 + c - '0' : -1;
    }
    if (number < 0 || number > most) {
      throw new NumberFormatException();
    }
    return number;
  }
}
