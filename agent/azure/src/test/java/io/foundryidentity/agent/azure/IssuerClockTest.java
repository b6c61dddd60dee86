package io.foundryidentity.agent.azure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IssuerClockTest {

  private static final String DATE = "Sun, 06 Nov 1994 08:49:37 GMT";
  private static final long THEIRS = Instant.parse("1994-11-06T08:49:37Z").toEpochMilli();
  private static final long HOUR = Duration.ofHours(1).toMillis();

  /** For an hour from then. */
  private static final long ENDS = THEIRS + HOUR;

  private static IssuerClock on(long machine) {
    return new IssuerClock(() -> machine);
  }

  private static String token() {
    String claims = "{\"exp\":" + ENDS / 1000 + "}";
    return "e30."
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(claims.getBytes(StandardCharsets.UTF_8))
        + ".sig";
  }

  @Test
  void a_machine_that_is_ahead_gives_the_token_its_whole_life() {
    long now = THEIRS + 2 * HOUR;
    IssuerClock clock = on(now);
    clock.heard(DATE);
    assertThat(clock.expiry(token(), ENDS) - now).isEqualTo(HOUR - 1_000);
  }

  @Test
  void a_machine_that_is_behind_does_not_take_a_dead_token_for_a_good_one() {
    long now = THEIRS - 2 * HOUR;
    IssuerClock clock = on(now);
    clock.heard(DATE);
    assertThat(clock.expiry(token(), ENDS) - now).isEqualTo(HOUR - 1_000);
  }

  @Test
  void a_life_that_the_library_counted_from_this_machines_time_is_not_corrected_twice() {
    long now = THEIRS - 2 * HOUR;
    IssuerClock clock = on(now);
    clock.heard(DATE);
    assertThat(clock.expiry(token(), now + HOUR) - now).isEqualTo(HOUR - 1_000);
  }

  @Test
  void a_small_difference_is_left_alone() {
    IssuerClock clock = on(THEIRS - 3_000);
    clock.heard(DATE);
    assertThat(clock.expiry(token(), ENDS)).isEqualTo(ENDS);
  }

  @Test
  void an_opaque_token_is_taken_as_the_library_sees_it() {
    IssuerClock clock = on(THEIRS + 2 * HOUR);
    clock.heard(DATE);
    assertThat(clock.expiry("opaque", ENDS)).isEqualTo(ENDS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "now",
        "Sun, 06 Nov 1994 08:49:37 CET",
        "Sun, 06 Xxx 1994 08:49:37 GMT",
        "Sun, 31 Feb 1994 08:49:37 GMT",
        "Sun, six Nov 1994 08:49:37 GMT"
      })
  void a_malformed_date_says_nothing(String date) {
    IssuerClock clock = on(THEIRS + 2 * HOUR);
    clock.heard(date);
    assertThat(clock.expiry(token(), ENDS)).isEqualTo(ENDS);
  }

  @Test
  void an_answer_without_a_date_ends_what_was_known() {
    IssuerClock clock = on(THEIRS + 2 * HOUR);
    clock.heard(DATE);
    clock.heard(null);
    assertThat(clock.expiry(token(), ENDS)).isEqualTo(ENDS);
  }
}
