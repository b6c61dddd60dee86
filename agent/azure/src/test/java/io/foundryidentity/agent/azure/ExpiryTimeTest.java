package io.foundryidentity.agent.azure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpiryTimeTest {

  /** Digits, calendars, letters and words of their own. */
  static final List<String> LOCALES =
      List.of(
          "en-US",
          "tr-TR",
          "ar-EG-u-nu-arab",
          "th-TH-u-ca-buddhist-nu-thai",
          "ja-JP-u-ca-japanese",
          "fa-IR-u-nu-arabext",
          "de-DE");

  static final List<String> ZONES =
      List.of(
          "UTC",
          "America/New_York",
          "Asia/Kathmandu",
          "Pacific/Apia",
          "America/St_Johns",
          "Australia/Lord_Howe");

  private final Locale locale = Locale.getDefault();
  private final TimeZone zone = TimeZone.getDefault();

  @AfterEach
  void restore() {
    Locale.setDefault(locale);
    TimeZone.setDefault(zone);
  }

  private static String two(int number) {
    return (number < 10 ? "0" : "") + number;
  }

  private static String offset(ZoneOffset offset) {
    int minutes = offset.getTotalSeconds() / 60;
    return (minutes < 0 ? "-" : "+")
        + two(Math.abs(minutes) / 60)
        + ":"
        + two(Math.abs(minutes) % 60);
  }

  /** All forms of that time, with their names. */
  private static Map<String, Object> forms(long seconds) {
    Map<String, Object> forms = new LinkedHashMap<>();
    forms.put("number", (double) seconds);
    forms.put("number with a fraction", seconds + 0.75);
    forms.put("text", Long.toString(seconds));
    forms.put("text with a fraction", seconds + ".5");
    forms.put("text with blanks", " " + seconds + "\r\n");
    forms.put("milliseconds", seconds * 1000.0 + 999);
    forms.put("milliseconds as text", seconds + "123");
    for (ZoneOffset at :
        List.of(
            ZoneOffset.UTC, ZoneOffset.ofHoursMinutes(5, 45), ZoneOffset.ofHoursMinutes(-3, -30))) {
      LocalDateTime t = LocalDateTime.ofEpochSecond(seconds, 0, at);
      String date = t.getYear() + "-" + two(t.getMonthValue()) + "-" + two(t.getDayOfMonth());
      String time = two(t.getHour()) + ":" + two(t.getMinute()) + ":" + two(t.getSecond());
      String american = t.getMonthValue() + "/" + t.getDayOfMonth() + "/" + t.getYear() + " ";
      int twelve = t.getHour() % 12 == 0 ? 12 : t.getHour() % 12;
      String half = ":" + two(t.getMinute()) + ":" + two(t.getSecond());
      String word = t.getHour() < 12 ? "AM" : "PM";
      String off = offset(at);
      for (String fraction : List.of("", ".1", ".123456", ".9999999", ",5")) {
        forms.put("ISO" + fraction + off, date + "T" + time + fraction + off);
        forms.put("ISO with a blank" + fraction + off, date + " " + time + fraction + " " + off);
      }
      forms.put("ISO without a colon " + off, date + "T" + time + off.replace(":", ""));
      forms.put("AM " + off, american + twelve + half + " " + word + " " + off);
      forms.put("am " + off, american + two(twelve) + half + word.toLowerCase(Locale.ROOT) + off);
      forms.put("narrow blank " + off, american + twelve + half + "\u202f" + word + " " + off);
      forms.put("24 hours " + off, american + t.getHour() + half + " " + off);
      if (at.equals(ZoneOffset.UTC)) {
        forms.put("Z", date + "T" + time + ".000Z");
        forms.put("z", date + "t" + time + "z");
        forms.put("ISO without an offset", date + "T" + time);
        forms.put("ISO with a blank without an offset", date + " " + time + ".000000");
        forms.put("AM without an offset", american + twelve + half + " " + word);
        forms.put("24 hours without an offset", american + t.getHour() + half);
      }
    }
    return forms;
  }

  @Test
  void every_form_of_every_time_is_read_alike_in_every_locale_and_time_zone() {
    Random random = new Random(20);
    List<Long> times = new ArrayList<>();
    times.add(Instant.parse("2026-01-01T00:00:00Z").getEpochSecond());
    times.add(Instant.parse("2026-02-28T12:00:00Z").getEpochSecond());
    times.add(Instant.parse("2028-02-29T23:59:59Z").getEpochSecond());
    times.add(Instant.parse("2026-03-29T01:30:00Z").getEpochSecond());
    times.add(Instant.parse("2026-10-25T00:30:00Z").getEpochSecond());
    for (int i = 0; i < 40; i++) {
      times.add(1_500_000_000L + random.nextInt(1_500_000_000));
    }
    for (String tag : LOCALES) {
      Locale.setDefault(Locale.forLanguageTag(tag));
      for (String id : ZONES) {
        TimeZone.setDefault(TimeZone.getTimeZone(id));
        for (long time : times) {
          forms(time)
              .forEach(
                  (name, form) ->
                      assertThat(ExpiryTime.seconds(form, ZoneOffset.UTC))
                          .as("%s: %s, in %s and %s", name, form, tag, id)
                          .isEqualTo(time));
        }
      }
    }
  }

  @Test
  void a_time_without_an_offset_is_one_of_the_zone() {
    for (String id : ZONES) {
      ZoneId zone = ZoneId.of(id);
      assertThat(ExpiryTime.seconds("2026-05-06 07:08:09.000000", zone))
          .isEqualTo(ZonedDateTime.of(2026, 5, 6, 7, 8, 9, 0, zone).toEpochSecond());
    }
  }

  @Test
  void in_the_hour_that_a_night_has_twice_the_earlier_time_counts_and_none_is_lost_in_spring() {
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    assertThat(ExpiryTime.seconds("2026-10-25 02:30:00", berlin))
        .isEqualTo(Instant.parse("2026-10-25T00:30:00Z").getEpochSecond());
    assertThat(ExpiryTime.seconds("2026-03-29 02:30:00", berlin))
        .isEqualTo(Instant.parse("2026-03-29T01:30:00Z").getEpochSecond());
  }

  @ParameterizedTest
  @CsvSource({
    "1/2/2026 12:00:00 AM, 2026-01-02T00:00:00Z",
    "1/2/2026 12:00:00 PM, 2026-01-02T12:00:00Z",
    "1/2/2026 1:00:00 PM +00:00, 2026-01-02T13:00:00Z",
    "12/31/2026 11:59:59 PM -01:00, 2027-01-01T00:59:59Z",
    "1/2/2026 0:00:00 +00:00, 2026-01-02T00:00:00Z",
    "1/2/2026 23:00:00, 2026-01-02T23:00:00Z",
    "2026-01-02T03:04Z, 2026-01-02T03:04:00Z",
  })
  void month_comes_before_day_and_noon_is_twelve_pm(String text, Instant time) {
    assertThat(ExpiryTime.seconds(text, ZoneOffset.UTC)).isEqualTo(time.getEpochSecond());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "soon",
        "0",
        "-1",
        "-1767225599",
        "+1767225599",
        "3599",
        "999999999",
        "1e9",
        "0x70000000",
        "1767225599L",
        ".5",
        "5.",
        "1.7.6",
        "NaN",
        "Infinity",
        "200000000000",
        "999999999999",
        "1767225599000000",
        "99999999999999999999999999999999999999",
        "\u0661\u0667\u0666\u0667\u0662\u0662\u0665\u0665\u0669\u0669",
        "13/1/2026 0:00:00",
        "1/32/2026 0:00:00",
        "2/29/2026 0:00:00",
        "1/2/26 0:00:00",
        "1/2/2026",
        "1/2/2026 13:00:00 PM",
        "1/2/2026 0:00:00 AM",
        "1/2/2026 1:00:00 XM",
        "1/2/2026 24:00:00",
        "1/2/2026 1:00:00 +19:00",
        "1/2/2026 1:00:00 +5",
        "1.2.2026 1:00:00",
        "2026-01-02",
        "2026-01-02T",
        "2026-01-02T03:04:05+",
        "2026-01-02T03:04:05.",
        "2026-01-02T03:04:05Zx",
        "2026-13-02T03:04:05Z",
        "2026-01-02T03:60:05Z",
        "2026-01-02T03:04:61Z",
        "26-01-02T03:04:05Z",
        "2026-01-02T03:04:05 CET",
      })
  void what_is_not_a_time_or_none_of_a_token_is_not_read(String text) {
    assertThat(ExpiryTime.seconds(text, ZoneOffset.UTC)).isEqualTo(ExpiryTime.NONE);
  }

  @Test
  void other_values_of_json_are_no_times() {
    for (Object value :
        new Object[] {
          null,
          true,
          List.of(1767225599),
          Map.of(),
          0.0,
          -1.0,
          3599.0,
          1e300,
          1e18,
          Double.NaN,
          Double.POSITIVE_INFINITY,
          Double.NEGATIVE_INFINITY
        }) {
      assertThat(ExpiryTime.seconds(value, ZoneOffset.UTC)).isEqualTo(ExpiryTime.NONE);
    }
  }

  @Test
  void a_duration_is_a_number_or_a_text_above_zero() {
    assertThat(ExpiryTime.duration(3599.0)).isEqualTo(3599);
    assertThat(ExpiryTime.duration(3599.9)).isEqualTo(3599);
    assertThat(ExpiryTime.duration("86399")).isEqualTo(86399);
    assertThat(ExpiryTime.duration(" 86399.5 ")).isEqualTo(86399);
    for (Object value :
        new Object[] {
          null,
          "",
          "soon",
          "-1",
          -1.0,
          0.0,
          "0",
          0.5,
          "0.9",
          1e9,
          1e300,
          Double.NaN,
          true,
          List.of()
        }) {
      assertThat(ExpiryTime.duration(value)).as("%s", value).isEqualTo(ExpiryTime.NONE);
    }
  }
}
