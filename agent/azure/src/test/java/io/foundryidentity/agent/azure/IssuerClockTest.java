package io.foundryidentity.agent.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.foundryidentity.agent.core.token.Clock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IssuerClockTest {

  private static final String DATE = "Sun, 06 Nov 1994 08:49:37 GMT";
  private static final long THEIRS = Instant.parse("1994-11-06T08:49:37Z").toEpochMilli();
  private static final long SECOND = 1_000;
  private static final long HOUR = Duration.ofHours(1).toMillis();
  static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", java.util.Locale.ROOT);

  /** When the token expires: an hour after that date. */
  private static final long ENDS = THEIRS + HOUR;

  private long now = THEIRS;
  private long monotonic = 77;

  private final IssuerClock clock =
      new IssuerClock(
          new Clock() {
            @Override
            public long epochMillis() {
              return now;
            }

            @Override
            public long monotonicMillis() {
              return monotonic;
            }
          });

  private static String token() {
    return token("{\"exp\":" + ENDS / 1000 + "}");
  }

  private static String token(String claims) {
    return "e30."
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(claims.getBytes(StandardCharsets.UTF_8))
        + ".sig";
  }

  private void passes(long millis) {
    now += millis;
    monotonic += millis;
  }

  private void heard(long date) {
    clock.begin();
    clock.heard(
        List.of(HTTP_DATE.format(Instant.ofEpochMilli(date).atOffset(ZoneOffset.UTC))), List.of());
  }

  private void heard(String date, String... ages) {
    clock.begin();
    clock.heard(List.of(date), List.of(ages));
  }

  /** How long the token has left, if the library gives that expiry. */
  private long left(long expiry) {
    return clock.expiry(token(), expiry) - now;
  }

  /** Two answers of a clock that runs; the time passes. */
  private void runsSince(long date) {
    heard(date);
    passes(2 * SECOND);
    heard(date + 2 * SECOND);
  }

  @Test
  void a_machine_that_is_ahead_gives_the_token_its_whole_life_once_the_issuers_clock_runs() {
    now = THEIRS + 2 * HOUR;
    heard(THEIRS);
    assertThat(left(ENDS)).isNegative();
    assertThat(clock.needsAnotherAnswer(token())).isTrue();
    passes(1_100);
    heard(THEIRS + SECOND);
    assertThat(left(ENDS)).isEqualTo(HOUR - 2 * SECOND);
    assertThat(clock.needsAnotherAnswer(token())).isFalse();
  }

  @Test
  void a_replayed_answer_does_not_revive_a_token_that_has_ended() {
    now = THEIRS + 2 * HOUR;
    for (int i = 0; i < 50; i++) {
      heard(DATE);
      assertThat(left(ENDS)).isNegative();
      assertThat(left(now + HOUR)).isNegative();
      passes(100 + i * SECOND);
    }
  }

  @Test
  void nor_does_it_after_answers_of_a_clock_that_runs() {
    now = THEIRS + 2 * HOUR;
    runsSince(THEIRS + 2 * HOUR);
    passes(SECOND);
    heard(THEIRS);
    assertThat(left(ENDS)).isNegative();
    assertThat(left(now + HOUR)).isNegative();
  }

  @Test
  void several_replayed_answers_in_a_row_are_no_clock_that_runs() {
    now = THEIRS + 2 * HOUR;
    for (int i = 0; i < 10; i++) {
      // A challenge and its answer, a second apart when they were recorded
      heard(THEIRS);
      passes(20);
      heard(THEIRS + SECOND);
      assertThat(left(ENDS)).isNegative();
      passes(i * 700);
    }
  }

  @Test
  void a_replay_does_not_stretch_a_life_that_began_with_a_clock_far_ahead() {
    now = THEIRS + 30 * 60 * SECOND;
    heard(DATE);
    assertThat(left(ENDS)).isEqualTo(30 * 60 * SECOND);
    heard(DATE);
    assertThat(left(now + HOUR)).isEqualTo(30 * 60 * SECOND);
  }

  @ParameterizedTest
  @ValueSource(strings = {"7200", "07200", " 7200 ", "0, 7200", "7200, 0"})
  void the_age_of_an_answer_belongs_to_its_time(String age) {
    now = THEIRS + 2 * HOUR;
    heard(DATE, age);
    assertThat(left(now + HOUR)).isNegative();
    assertThat(clock.needsAnotherAnswer(token())).isFalse();
  }

  @Test
  void of_several_ages_the_largest_counts() {
    now = THEIRS + 2 * HOUR;
    heard(DATE, "0", "7200", "1");
    assertThat(left(now + HOUR)).isNegative();
    assertThat(clock.expiry("opaque", now + HOUR)).isEqualTo(now - HOUR);
  }

  @Test
  void an_age_without_end_ends_the_token_and_nothing_else() {
    heard(DATE, "99999999999999999999999999");
    assertThat(left(ENDS)).isNegative();
    assertThat(clock.expiry("opaque", ENDS)).isNegative();
    heard(DATE);
    assertThat(left(ENDS)).isEqualTo(HOUR);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-7200", "old", "", "1.5", "7200;x", "0x10", "\u0661"})
  void a_malformed_age_makes_no_life_longer(String age) {
    now = THEIRS + 2 * HOUR;
    for (int i = 0; i < 5; i++) {
      clock.begin();
      clock.heard(
          List.of(HTTP_DATE.format(Instant.ofEpochMilli(now - 2 * HOUR).atOffset(ZoneOffset.UTC))),
          List.of(age));
      assertThat(left(ENDS)).isNegative();
      passes(2 * SECOND);
    }
  }

  @Test
  void an_age_of_zero_is_first_hand() {
    now = THEIRS + 2 * HOUR;
    heard(DATE, "0");
    passes(2 * SECOND);
    heard("Sun, 06 Nov 1994 08:49:39 GMT", "0");
    assertThat(left(ENDS)).isEqualTo(HOUR - 3 * SECOND);
  }

  @Test
  void a_machine_that_is_behind_does_not_take_a_dead_token_for_a_good_one() {
    now = THEIRS - 2 * HOUR;
    heard(DATE);
    assertThat(left(ENDS)).isEqualTo(HOUR - SECOND);
  }

  @Test
  void a_life_that_the_library_counted_from_this_machines_time_is_not_corrected_twice() {
    now = THEIRS - 2 * HOUR;
    heard(DATE);
    assertThat(left(now + HOUR)).isEqualTo(HOUR - SECOND);
  }

  @Test
  void a_token_has_no_more_than_its_own_claim_says_whatever_the_library_counted() {
    now = ENDS + 60 * SECOND;
    heard(ENDS + 60 * SECOND);
    assertThat(left(now + HOUR)).isEqualTo(-60 * SECOND);
  }

  @Test
  void a_small_difference_is_left_alone() {
    now = THEIRS - 3 * SECOND;
    heard(DATE);
    assertThat(clock.expiry(token(), ENDS)).isEqualTo(ENDS);
  }

  @Test
  void a_date_of_the_far_future_ends_the_token_and_the_next_answer_is_heard() {
    heard("Fri, 31 Dec 9999 23:59:59 GMT");
    assertThat(left(ENDS)).isNegative();
    passes(SECOND);
    heard(THEIRS + SECOND);
    assertThat(left(ENDS)).isEqualTo(HOUR - SECOND);
  }

  @Test
  void a_clock_that_runs_and_is_more_than_a_day_behind_makes_no_life_longer() {
    now = THEIRS + 25 * HOUR;
    runsSince(THEIRS);
    assertThat(left(ENDS)).isNegative();
    assertThat(clock.needsAnotherAnswer(token())).isFalse();
  }

  @Test
  void no_life_is_longer_than_from_the_tokens_beginning_to_its_end() {
    now = THEIRS + 5 * HOUR;
    // A proxy's clock, five hours behind that of the token's issuer
    runsSince(THEIRS - 5 * HOUR);
    String token = token("{\"nbf\":" + THEIRS / 1000 + ",\"exp\":" + ENDS / 1000 + "}");
    assertThat(clock.expiry(token, ENDS) - now).isEqualTo(HOUR);
  }

  @Test
  void where_the_wall_clock_jumps_the_issuers_clock_still_runs() {
    runsSince(THEIRS);
    now += 3 * HOUR;
    passes(10 * SECOND);
    heard(THEIRS + 12 * SECOND);
    assertThat(left(ENDS)).isEqualTo(HOUR - 13 * SECOND);
  }

  @Test
  void an_answer_that_goes_back_is_not_in_line_and_the_next_two_are_heard_again() {
    now = THEIRS + 2 * HOUR;
    runsSince(THEIRS + 600 * SECOND);
    // The issuer's clock was set ten minutes back
    passes(SECOND);
    heard(THEIRS + 3 * SECOND);
    assertThat(left(ENDS)).isNegative();
    passes(2 * SECOND);
    heard(THEIRS + 5 * SECOND);
    assertThat(left(ENDS)).isEqualTo(HOUR - 6 * SECOND);
  }

  @Test
  void answers_before_a_fetch_say_nothing_about_its_token() {
    now = THEIRS + 2 * HOUR;
    runsSince(THEIRS);
    clock.begin();
    assertThat(left(ENDS)).isNegative();
  }

  @Test
  void what_is_known_of_a_machine_that_is_behind_holds_for_an_answer_without_a_date() {
    now = THEIRS - 2 * HOUR;
    runsSince(THEIRS);
    clock.begin();
    clock.heard(List.of(), List.of());
    assertThat(left(ENDS)).isEqualTo(HOUR - 3 * SECOND);
  }

  @Test
  void an_opaque_token_is_taken_as_the_library_sees_it() {
    now = THEIRS + 2 * HOUR;
    heard(DATE);
    assertThat(clock.expiry("opaque", ENDS)).isEqualTo(ENDS);
  }

  @Test
  void a_day_of_one_digit_is_read() {
    now = THEIRS - 2 * HOUR;
    heard("Sun, 6 Nov 1994 08:49:37 GMT");
    assertThat(clock.expiry(token(), ENDS)).isCloseTo(ENDS - 2 * HOUR, within(2 * SECOND));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "now",
        "Sun, 006 Nov 1994 08:49:37 GMT",
        "Sun,  Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37 CET",
        "Sun, 06 Xxx 1994 08:49:37 GMT",
        "Sun, 31 Feb 1994 08:49:37 GMT",
        "Sun, six Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov -994 08:49:37 GMT",
        "Sun, 06 Nov 999999999 08:49:37 GMT",
        "Sun, 06 Nov 1994 99:49:37 GMT",
        "Sun, 06 Nov 1994 08:-1:37 GMT",
        "Sun, 06 Nov 1994 08:49:+7 GMT",
        "Sun, 06 Nov 1494 08:49:37 GMT"
      })
  void a_malformed_date_says_nothing(String date) {
    now = THEIRS + 2 * HOUR;
    heard(date);
    passes(2 * SECOND);
    heard(date);
    assertThat(clock.expiry(token(), ENDS)).isEqualTo(ENDS);
  }

  @Test
  void two_dates_say_nothing_either() {
    now = THEIRS - 2 * HOUR;
    clock.heard(List.of(DATE, DATE), List.of());
    assertThat(clock.expiry(token(), ENDS)).isEqualTo(ENDS);
  }

  @Test
  void an_answer_without_a_date_ends_what_was_known() {
    now = THEIRS + 2 * HOUR;
    heard(DATE);
    clock.heard(List.of(), List.of());
    assertThat(clock.expiry(token(), ENDS)).isEqualTo(ENDS);
  }
}
