package io.foundryidentity.agent.core.token;

import static io.foundryidentity.agent.core.token.SimulatedTime.HOUR;
import static io.foundryidentity.agent.core.token.SimulatedTime.MINUTE;
import static io.foundryidentity.agent.core.token.SimulatedTime.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacingTest {

  private static final long NOW = 1_790_000_000_000L;

  private static final Pacing LATEST = new Pacing(() -> 0);
  private static final Pacing EARLIEST = new Pacing(() -> 0.999_999);

  @Test
  void a_token_of_a_day_is_replaced_after_twelve_hours() {
    assertThat(LATEST.untilRefresh(NOW, 24 * HOUR, 0)).isEqualTo(12 * HOUR);
  }

  @Test
  void jitter_only_shortens_and_by_three_tenths_at_most() {
    assertThat(EARLIEST.untilRefresh(NOW, 24 * HOUR, 0))
        .isBetween(12 * HOUR - 216 * MINUTE, 12 * HOUR - 215 * MINUTE);
    assertThat(EARLIEST.untilRefresh(NOW, HOUR, NOW + 40 * MINUTE))
        .isBetween(28 * MINUTE, 28 * MINUTE + SECOND);
  }

  @Test
  void a_life_shorter_than_entra_gives_has_a_jitter_of_a_tenth() {
    assertThat(EARLIEST.untilRefresh(NOW, 10 * MINUTE - 1, 0))
        .isBetween(269 * SECOND, 271 * SECOND);
    assertThat(EARLIEST.untilRefresh(NOW, 10 * MINUTE, 0)).isBetween(209 * SECOND, 211 * SECOND);
  }

  @Test
  void the_issuers_time_counts_where_it_is_sane() {
    assertThat(LATEST.untilRefresh(NOW, HOUR, NOW + 10 * MINUTE)).isEqualTo(10 * MINUTE);
    assertThat(LATEST.untilRefresh(NOW, HOUR, NOW + 50 * MINUTE)).isEqualTo(50 * MINUTE);
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        Long.MIN_VALUE,
        -1,
        0,
        1,
        883_612_800_000L,
        NOW - 1,
        NOW,
        NOW + 1,
        NOW + SECOND,
        NOW + HOUR - 1,
        NOW + HOUR,
        NOW + HOUR + 1,
        Long.MAX_VALUE
      })
  void a_garbage_time_of_the_issuer_is_ignored(long refreshAt) {
    assertThat(LATEST.untilRefresh(NOW, HOUR, refreshAt)).isEqualTo(30 * MINUTE);
  }

  @Test
  void an_absurd_life_is_planned_as_two_days() {
    assertThat(LATEST.untilRefresh(NOW, 3_000 * HOUR, 0)).isEqualTo(24 * HOUR);
    assertThat(LATEST.untilRefresh(NOW, 3_000 * HOUR, NOW + 1_000 * HOUR)).isEqualTo(24 * HOUR);
    assertThat(LATEST.untilAskedAgain(3_000 * HOUR)).isEqualTo(24 * HOUR);
  }

  @Test
  void the_skew_is_half_a_minute_or_a_twentieth_of_a_short_life() {
    assertThat(Pacing.skew(24 * HOUR)).isEqualTo(30 * SECOND);
    assertThat(Pacing.skew(4 * SECOND)).isEqualTo(200);
  }

  @Test
  void the_same_token_is_left_alone_for_half_of_what_remains_or_half_a_minute() {
    assertThat(LATEST.untilAskedAgain(12 * HOUR)).isEqualTo(6 * HOUR);
    assertThat(LATEST.untilAskedAgain(40 * SECOND)).isEqualTo(30 * SECOND);
    assertThat(LATEST.untilAskedAgain(20 * SECOND)).isEqualTo(20 * SECOND);
  }

  @Test
  void pauses_double_up_to_a_minute() {
    assertThat(LATEST.backoff(1, 0, 0)).isEqualTo(SECOND);
    assertThat(LATEST.backoff(2, 0, 0)).isEqualTo(2 * SECOND);
    assertThat(LATEST.backoff(6, 0, 0)).isEqualTo(32 * SECOND);
    assertThat(LATEST.backoff(7, 0, 0)).isEqualTo(MINUTE);
    assertThat(LATEST.backoff(Integer.MAX_VALUE, 0, 0)).isEqualTo(MINUTE);
  }

  @Test
  void a_token_near_its_end_gets_its_attempts() {
    assertThat(LATEST.backoff(20, 20 * SECOND, 0)).isEqualTo(10 * SECOND);
    assertThat(LATEST.backoff(20, 500, 0)).isEqualTo(SECOND);
  }

  @Property(tries = 2_000)
  void every_plan_lies_within_the_life(
      @ForAll @LongRange(min = Pacing.SHORTEST_LIFE, max = 10_000 * HOUR) long life,
      @ForAll long refreshAt,
      @ForAll @DoubleRange(min = 0, max = 0.99) double random) {
    long wait = new Pacing(() -> random).untilRefresh(NOW, life, refreshAt);
    assertThat(wait).isBetween(Math.min(life * 35 / 100, 21 * SECOND), life * 9 / 10 + 1);
    assertThat(Pacing.skew(life)).isLessThan(life / 2);
  }

  @Property(tries = 1_000)
  void every_pause_lies_between_half_a_second_and_a_minute(
      @ForAll @IntRange(min = 1) int failures,
      @ForAll @LongRange(min = 0) long usable,
      @ForAll @DoubleRange(min = 0, max = 0.99) double random) {
    assertThat(new Pacing(() -> random).backoff(failures, usable, 0)).isBetween(500L, MINUTE);
  }

  @Test
  void machines_that_share_a_token_do_not_ask_again_together() {
    assertThat(EARLIEST.untilAskedAgain(12 * HOUR)).isBetween(252 * MINUTE, 253 * MINUTE);
    assertThat(EARLIEST.untilAskedAgain(40 * SECOND)).isEqualTo(30 * SECOND);
  }

  @Test
  void what_the_endpoint_asks_for_is_a_pause_with_as_much_again_on_top() {
    assertThat(LATEST.backoff(1, 0, MINUTE)).isEqualTo(MINUTE);
    assertThat(EARLIEST.backoff(1, 0, MINUTE)).isBetween(119 * SECOND, 2 * MINUTE);
    assertThat(LATEST.backoff(2, 0, 2 * SECOND)).isEqualTo(2 * SECOND);
    assertThat(EARLIEST.backoff(2, 0, 2 * SECOND)).isBetween(3_990L, 4 * SECOND);
  }

  @Test
  void a_short_wait_of_the_endpoint_does_not_shorten_the_pause() {
    assertThat(LATEST.backoff(7, 0, 5 * SECOND)).isEqualTo(MINUTE);
    assertThat(EARLIEST.backoff(7, 0, 5 * SECOND)).isBetween(30 * SECOND, 31 * SECOND);
  }

  @Test
  void a_token_near_its_end_waits_as_long_as_the_endpoint_asks_for_and_little_more() {
    assertThat(LATEST.backoff(1, 90 * SECOND, MINUTE)).isEqualTo(MINUTE);
    assertThat(EARLIEST.backoff(1, 90 * SECOND, MINUTE)).isBetween(MINUTE, 61 * SECOND);
    assertThat(EARLIEST.backoff(1, 3 * MINUTE, MINUTE)).isBetween(89 * SECOND, 90 * SECOND);
  }

  @Test
  void an_absurd_retry_after_counts_as_two_minutes() {
    assertThat(LATEST.backoff(1, 0, Long.MAX_VALUE)).isEqualTo(2 * MINUTE);
    assertThat(EARLIEST.backoff(1, 0, Long.MAX_VALUE)).isLessThan(3 * MINUTE);
    assertThat(LATEST.backoff(1, 0, Long.MIN_VALUE)).isEqualTo(SECOND);
  }

  @Property(tries = 1_000)
  void no_pause_is_shorter_than_what_the_endpoint_asks_for(
      @ForAll @IntRange(min = 1) int failures,
      @ForAll @LongRange(min = 1, max = 2 * MINUTE) long retryAfter,
      @ForAll @DoubleRange(min = 0, max = 0.99) double random) {
    for (long usable : new long[] {0, retryAfter + 30 * SECOND, HOUR}) {
      assertThat(new Pacing(() -> random).backoff(failures, usable, retryAfter))
          .isBetween(retryAfter, Math.max(2 * retryAfter, MINUTE));
    }
  }

  @Property(tries = 1_000)
  void whatever_the_endpoint_asks_for_there_is_an_attempt_before_the_token_ends(
      @ForAll @IntRange(min = 1) int failures,
      @ForAll @LongRange(min = 3 * SECOND, max = HOUR) long usable,
      @ForAll @LongRange(min = 1) long retryAfter,
      @ForAll @DoubleRange(min = 0, max = 0.99) double random) {
    assertThat(new Pacing(() -> random).backoff(failures, usable, retryAfter))
        .isBetween(500L, Math.max(usable / 2, Math.max(usable - 29 * SECOND, 2 * SECOND)));
  }
}
