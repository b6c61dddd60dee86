package io.foundryidentity.agent.azure;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Reads the time at which a token ends in each form that identity endpoints and tools send.
 *
 * <ul>
 *   <li>{@code 1767225599}, also as text, with a fraction, or in milliseconds
 *   <li>{@code 2026-01-31T23:59:59Z}, with a fraction, an offset or neither, also with a blank
 *   <li>{@code 1/31/2026 11:59:59 PM +00:00}, also with 24 hours or without the offset (App Service
 *       on Windows and on Linux)
 * </ul>
 *
 * <p>By hand and not with a DateTimeFormatter, which depends on the JVM's locale (its digits,
 * calendar and words for the half of the day), and whose class takes long to load. Only ASCII
 * digits are digits here.
 */
final class ExpiryTime {

  /** Not a time, or not one at which a token can end. */
  static final long NONE = Long.MIN_VALUE;

  /** The year 2001. A number below is a duration, or a mistake. */
  private static final double EARLIEST = 1e9;

  /** The year 5138 in seconds, and 1973 in milliseconds. */
  private static final double MILLIS_FROM = 1e11;

  private static final double MILLIS_TO = 1e14;

  private final String text;
  private final ZoneId zone;
  private int at;

  private ExpiryTime(String text, ZoneId zone) {
    this.text = text;
    this.zone = zone;
  }

  /**
   * Seconds since 1970, rounded down; {@link #NONE} if it cannot be read.
   *
   * @param value a number or a text of JSON, or something else
   * @param zone of a time without an offset
   */
  static long seconds(@Nullable Object value, ZoneId zone) {
    if (value instanceof Number) {
      return ofNumber(((Number) value).doubleValue());
    }
    if (!(value instanceof String)) {
      return NONE;
    }
    // .NET and Java put such blanks before the half of the day
    String text = ((String) value).replace('\u202f', ' ').replace('\u00a0', ' ').trim();
    double number = number(text);
    if (!Double.isNaN(number)) {
      return ofNumber(number);
    }
    try {
      return new ExpiryTime(text, zone).parsed();
    } catch (DateTimeException malformed) {
      return NONE;
    }
  }

  /**
   * A duration in seconds, rounded down; {@link #NONE} if it cannot be read or is not above zero.
   *
   * @param value a number or a text of JSON, or something else
   */
  static long duration(@Nullable Object value) {
    double seconds =
        value instanceof Number
            ? ((Number) value).doubleValue()
            : value instanceof String ? number(((String) value).trim()) : Double.NaN;
    return seconds >= 1 && seconds < EARLIEST ? (long) seconds : NONE;
  }

  private static long ofNumber(double number) {
    double seconds = number >= MILLIS_FROM && number < MILLIS_TO ? number / 1_000 : number;
    return seconds >= EARLIEST && seconds < MILLIS_FROM ? (long) seconds : NONE;
  }

  /** Digits with or without a fraction; not a number for all else. */
  private static double number(String text) {
    boolean point = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.' && !point && i > 0 && i < text.length() - 1) {
        point = true;
      } else if (!isDigit(c)) {
        return Double.NaN;
      }
    }
    return text.isEmpty() || text.length() > 30 ? Double.NaN : Double.parseDouble(text);
  }

  private long parsed() {
    int first = digits(1, 4);
    int year;
    int month;
    int day;
    if (take('-')) {
      year = first;
      month = digits(1, 2);
      expect('-');
      day = digits(1, 2);
      if (!take('T') && !take('t')) {
        expect(' ');
      }
    } else {
      expect('/');
      month = first;
      day = digits(1, 2);
      expect('/');
      year = digits(4, 4);
      expect(' ');
    }
    blanks();
    int hour = digits(1, 2);
    expect(':');
    int minute = digits(2, 2);
    int second = take(':') ? digits(2, 2) : 0;
    if (take('.') || take(',')) {
      digits(1, 9);
    }
    blanks();
    LocalDateTime local = LocalDateTime.of(year, month, day, hourOfDay(hour), minute, second);
    blanks();
    ZoneOffset offset = offset();
    blanks();
    if (at < text.length()) {
      throw malformed();
    }
    // In the hour that a zone has twice, the earlier one
    long seconds =
        offset == null ? local.atZone(zone).toEpochSecond() : local.toEpochSecond(offset);
    return seconds >= EARLIEST && seconds < MILLIS_FROM ? seconds : NONE;
  }

  private int hourOfDay(int hour) {
    char half = at < text.length() ? Character.toLowerCase(text.charAt(at)) : ' ';
    if (half != 'a' && half != 'p') {
      return hour;
    }
    at++;
    if (!take('M') && !take('m')) {
      throw malformed();
    }
    if (hour < 1 || hour > 12) {
      throw malformed();
    }
    return hour % 12 + (half == 'p' ? 12 : 0);
  }

  private @Nullable ZoneOffset offset() {
    if (at == text.length()) {
      return null;
    }
    if (take('Z') || take('z')) {
      return ZoneOffset.UTC;
    }
    int sign = take('+') ? 1 : -1;
    if (sign < 0) {
      expect('-');
    }
    int hours = digits(2, 2);
    int minutes = take(':') || at < text.length() ? digits(2, 2) : 0;
    return ZoneOffset.ofHoursMinutes(sign * hours, sign * minutes);
  }

  private int digits(int least, int most) {
    int number = 0;
    int count = 0;
    while (count < most && at < text.length() && isDigit(text.charAt(at))) {
      number = number * 10 + (text.charAt(at) - '0');
      at++;
      count++;
    }
    if (count < least) {
      throw malformed();
    }
    return number;
  }

  private boolean take(char c) {
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(char c) {
    if (!take(c)) {
      throw malformed();
    }
  }

  private void blanks() {
    while (take(' ')) {
      // The next one
    }
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** Without the text, which is not one of ours. */
  private static DateTimeException malformed() {
    return new DateTimeException("not a time");
  }
}
