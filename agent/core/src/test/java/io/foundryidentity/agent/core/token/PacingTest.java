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

  @Test
  void a_token_of_a_day_is_replaced_after_twelve_hours() {
    assertThat(Pacing.untilRefresh(NOW, 24 * HOUR, 0, 0)).isEqualTo(12 * HOUR);
  }

  @Test
  void jitter_only_shortens_and_by_a_tenth_at_most() {
    assertThat(Pacing.untilRefresh(NOW, 24 * HOUR, 0, 0.999_999))
        .isBetween(12 * HOUR - 72 * MINUTE, 12 * HOUR - 71 * MINUTE);
  }

  @Test
  void the_issuers_time_counts_where_it_is_sane() {
    assertThat(Pacing.untilRefresh(NOW, HOUR, NOW + 10 * MINUTE, 0)).isEqualTo(10 * MINUTE);
    assertThat(Pacing.untilRefresh(NOW, HOUR, NOW + 50 * MINUTE, 0)).isEqualTo(50 * MINUTE);
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
    assertThat(Pacing.untilRefresh(NOW, HOUR, refreshAt, 0)).isEqualTo(30 * MINUTE);
  }

  @Test
  void an_absurd_life_is_planned_as_two_days() {
    assertThat(Pacing.untilRefresh(NOW, 3_000 * HOUR, 0, 0)).isEqualTo(24 * HOUR);
    assertThat(Pacing.untilRefresh(NOW, 3_000 * HOUR, NOW + 1_000 * HOUR, 0)).isEqualTo(24 * HOUR);
    assertThat(Pacing.untilAskedAgain(3_000 * HOUR)).isEqualTo(24 * HOUR);
  }

  @Test
  void the_skew_is_half_a_minute_or_a_twentieth_of_a_short_life() {
    assertThat(Pacing.skew(24 * HOUR)).isEqualTo(30 * SECOND);
    assertThat(Pacing.skew(4 * SECOND)).isEqualTo(200);
  }

  @Test
  void the_same_token_is_left_alone_for_half_of_what_remains_or_half_a_minute() {
    assertThat(Pacing.untilAskedAgain(12 * HOUR)).isEqualTo(6 * HOUR);
    assertThat(Pacing.untilAskedAgain(40 * SECOND)).isEqualTo(30 * SECOND);
    assertThat(Pacing.untilAskedAgain(20 * SECOND)).isEqualTo(20 * SECOND);
  }

  @Test
  void pauses_double_up_to_a_minute() {
    assertThat(Pacing.backoff(1, 0, 0)).isEqualTo(SECOND);
    assertThat(Pacing.backoff(2, 0, 0)).isEqualTo(2 * SECOND);
    assertThat(Pacing.backoff(6, 0, 0)).isEqualTo(32 * SECOND);
    assertThat(Pacing.backoff(7, 0, 0)).isEqualTo(MINUTE);
    assertThat(Pacing.backoff(Integer.MAX_VALUE, 0, 0)).isEqualTo(MINUTE);
  }

  @Test
  void a_token_near_its_end_gets_its_attempts() {
    assertThat(Pacing.backoff(20, 20 * SECOND, 0)).isEqualTo(10 * SECOND);
    assertThat(Pacing.backoff(20, 500, 0)).isEqualTo(SECOND);
  }

  @Property(tries = 2_000)
  void every_plan_lies_within_the_life(
      @ForAll @LongRange(min = Pacing.SHORTEST_LIFE, max = 10_000 * HOUR) long life,
      @ForAll long refreshAt,
      @ForAll @DoubleRange(min = 0, max = 0.99) double random) {
    long wait = Pacing.untilRefresh(NOW, life, refreshAt, random);
    assertThat(wait).isBetween(Math.min(life * 4 / 10, 27 * SECOND), life * 9 / 10 + 1);
    assertThat(Pacing.skew(life)).isLessThan(life / 2);
  }

  @Property(tries = 1_000)
  void every_pause_lies_between_half_a_second_and_a_minute(
      @ForAll @IntRange(min = 1) int failures,
      @ForAll @LongRange(min = 0) long usable,
      @ForAll @DoubleRange(min = 0, max = 0.99) double random) {
    assertThat(Pacing.backoff(failures, usable, random)).isBetween(500L, MINUTE);
  }
}
