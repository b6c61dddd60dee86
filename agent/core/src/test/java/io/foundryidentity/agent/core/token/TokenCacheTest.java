package io.foundryidentity.agent.core.token;

import static io.foundryidentity.agent.core.token.SimulatedTime.HOUR;
import static io.foundryidentity.agent.core.token.SimulatedTime.MINUTE;
import static io.foundryidentity.agent.core.token.SimulatedTime.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A cache over simulated hours and days; jitter is off unless a test turns it on. */
class TokenCacheTest {

  private final SimulatedTime time = new SimulatedTime();
  private final SimulatedIssuer issuer = new SimulatedIssuer(time);
  private final RecordedEvents events = new RecordedEvents();
  private final TokenCache cache = new TokenCache("identity", issuer, time, time, () -> 0, events);

  private String current() {
    BearerToken token = cache.current();
    if (token != null) {
      assertThat(token.expiresAtMillis()).isGreaterThan(time.epochMillis());
    }
    return token == null ? null : token.authorization();
  }

  private void first() {
    cache.prefetch();
    time.settle();
  }

  @Test
  void nothing_is_asked_before_somebody_calls() {
    time.pass(24 * HOUR);
    assertThat(issuer.asked()).isZero();
  }

  @Test
  void the_first_call_starts_the_first_attempt_and_does_not_wait_for_it() {
    assertThat(current()).isNull();
    assertThat(current()).isNull();
    time.settle();
    assertThat(current()).isEqualTo("Bearer t1");
    assertThat(issuer.asked()).isEqualTo(1);
  }

  @Test
  void prefetch_asks_once() {
    cache.prefetch();
    cache.prefetch();
    time.settle();
    cache.prefetch();
    time.settle();
    assertThat(issuer.asked()).isEqualTo(1);
    assertThat(current()).isEqualTo("Bearer t1");
  }

  @ParameterizedTest
  @ValueSource(longs = {HOUR, 24 * HOUR, 4 * SECOND})
  void a_token_is_replaced_at_half_of_its_life_with_nobody_waiting(long life) {
    issuer.life = life;
    first();
    time.pass(life / 2 - 1);
    assertThat(issuer.asked()).isEqualTo(1);
    issuer.latency = life / 4;
    time.schedule(() -> assertThat(current()).isEqualTo("Bearer t1"), life / 8);
    time.pass(life / 2);
    assertThat(issuer.asked()).isEqualTo(2);
    assertThat(current()).isEqualTo("Bearer t2");
  }

  @Test
  void a_week_of_day_long_tokens_costs_two_requests_a_day() {
    issuer.life = 24 * HOUR;
    first();
    for (int minute = 0; minute < 7 * 24 * 60; minute++) {
      assertThat(current()).isNotNull();
      time.pass(MINUTE);
    }
    assertThat(issuer.asked()).isBetween(14, 16);
  }

  @Test
  void thousands_of_callers_during_a_slow_first_request_make_one_request() {
    issuer.latency = 86 * SECOND;
    for (int i = 0; i < 5_000; i++) {
      time.schedule(() -> assertThat(current()).isNull(), i);
    }
    time.pass(2 * MINUTE);
    assertThat(current()).isEqualTo("Bearer t1");
    assertThat(issuer.asked()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 883_612_800_000L, Long.MAX_VALUE, Long.MIN_VALUE})
  void a_garbage_refresh_time_changes_nothing(long refreshAt) {
    issuer.answers(() -> issuer.issue(time.epochMillis() + HOUR, refreshAt));
    first();
    time.pass(30 * MINUTE - 1);
    assertThat(issuer.asked()).isEqualTo(1);
    time.pass(1);
    assertThat(issuer.asked()).isEqualTo(2);
  }

  @Test
  void a_sane_refresh_time_is_kept_to() {
    issuer.answers(() -> issuer.issue(time.epochMillis() + HOUR, time.epochMillis() + 20 * MINUTE));
    first();
    time.pass(20 * MINUTE - 1);
    assertThat(issuer.asked()).isEqualTo(1);
    time.pass(1);
    assertThat(issuer.asked()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -1, 0, 883_612_800_000L})
  void a_token_that_is_dead_on_arrival_is_a_failure(long expiresAt) {
    issuer.answers(() -> issuer.issue(expiresAt, 0));
    first();
    assertThat(current()).isNull();
    assertThat(cache.failure()).contains("expired when it arrived").contains("clock");
    assertThat(events.told).hasSize(1);
  }

  @Test
  void a_token_that_never_dies_is_still_replaced_daily() {
    issuer.answers(() -> issuer.issue(Long.MAX_VALUE, Long.MAX_VALUE));
    first();
    assertThat(current()).isEqualTo("Bearer t1");
    time.pass(240 * HOUR);
    assertThat(issuer.asked()).isEqualTo(11);
  }

  // Failures

  @Test
  void an_hour_of_failures_goes_unnoticed_while_the_token_lives() {
    issuer.life = 4 * HOUR;
    first();
    time.pass(2 * HOUR - 1);
    issuer.fails();
    for (int i = 0; i < 3_600; i++) {
      time.pass(SECOND);
      assertThat(current()).isEqualTo("Bearer t1");
    }
    int during = issuer.asked() - 1;
    issuer.works();
    time.pass(61 * SECOND);
    assertThat(current()).isEqualTo("Bearer t2");
    assertThat(during).isBetween(55, 75);
    assertThat(events.told)
        .containsExactly("got", "failed, serving: the endpoint answered 503", "recovered");
  }

  @Test
  void an_outage_beyond_the_expiry_ends_in_null_and_never_in_an_expired_token() {
    first();
    issuer.fails();
    time.pass(HOUR - 30 * SECOND - 1);
    assertThat(current()).isEqualTo("Bearer t1");
    time.pass(1);
    assertThat(current()).isNull();
    assertThat(cache.failure()).isEqualTo("the endpoint answered 503");
    for (int i = 0; i < 600; i++) {
      time.pass(SECOND);
      assertThat(current()).isNull();
    }
    issuer.works();
    time.pass(MINUTE);
    assertThat(current()).isEqualTo("Bearer t2");
    assertThat(cache.failure()).isNull();
    assertThat(events.told)
        .containsExactly(
            "got",
            "failed, serving: the endpoint answered 503",
            "ran out: the endpoint answered 503",
            "recovered");
  }

  @Test
  void an_outage_just_short_of_half_a_life_is_never_seen_by_a_caller() {
    for (long life : new long[] {10 * SECOND, MINUTE, HOUR, 24 * HOUR}) {
      TokenCache one = new TokenCache("life " + life, issuer, time, time, () -> 0, events);
      issuer.life = life;
      issuer.works();
      one.prefetch();
      time.settle();
      time.pass(life / 2 - 1);
      issuer.fails();
      long outage = life / 2 - Pacing.skew(life) - 2 * SECOND;
      for (int i = 0; i < 1_000; i++) {
        time.pass(outage / 1_000);
        assertThat(one.current()).isNotNull();
      }
      issuer.works();
      for (int i = 0; i < 1_000; i++) {
        time.pass(Math.max(life / 1_000, 4));
        assertThat(one.current()).isNotNull();
      }
      one.close();
    }
  }

  @Test
  void without_a_token_a_pause_follows_each_failure_and_callers_start_nothing_in_it() {
    issuer.fails();
    first();
    for (int i = 0; i < 999; i++) {
      assertThat(current()).isNull();
      time.pass(1);
    }
    assertThat(issuer.asked()).isEqualTo(1);
    time.pass(1);
    assertThat(issuer.asked()).isEqualTo(2);
  }

  @Test
  void an_endpoint_that_asks_for_a_minute_gets_no_request_in_it() {
    issuer.answers(
        () -> {
          throw TokenSourceException.after(List.of(), "HTTP 429", MINUTE);
        });
    first();
    for (int i = 0; i < 59; i++) {
      assertThat(current()).isNull();
      time.pass(SECOND);
    }
    issuer.works();
    time.pass(SECOND - 1);
    assertThat(issuer.asked()).isEqualTo(1);
    time.pass(1);
    assertThat(current()).isEqualTo("Bearer t1");
  }

  @Test
  void a_source_that_fails_is_left_alone_once_nobody_asks() {
    issuer.fails();
    first();
    time.pass(24 * HOUR);
    assertThat(issuer.asked()).isEqualTo(1);
    issuer.works();
    assertThat(current()).isNull();
    time.settle();
    assertThat(current()).isEqualTo("Bearer t1");
  }

  @Test
  void a_thousand_callers_a_second_during_a_day_of_failures_make_a_request_a_minute() {
    issuer.fails();
    for (int second = 0; second < 24 * 3_600; second++) {
      for (int i = 0; i < 10; i++) {
        assertThat(current()).isNull();
      }
      time.pass(SECOND);
    }
    assertThat(issuer.asked()).isBetween(24 * 60 - 1, 24 * 60 + 10);
    assertThat(events.told).containsExactly("failed: the endpoint answered 503");
  }

  @Test
  void errors_and_nulls_from_the_source_are_failures_like_any_other() {
    List<SimulatedIssuer.Answer> bad =
        List.of(
            () -> {
              throw new NoClassDefFoundError("com/sun/jna/Platform");
            },
            () -> {
              throw new IllegalStateException("eyJ-secret");
            },
            () -> {
              throw new StackOverflowError();
            },
            () -> null);
    for (SimulatedIssuer.Answer answer : bad) {
      issuer.answers(answer);
      TokenCache one = new TokenCache("broken", issuer, time, time, () -> 0, events);
      one.prefetch();
      time.settle();
      assertThat(one.current()).isNull();
      assertThat(one.failure()).contains("token source").doesNotContain("secret");
      issuer.works();
      time.pass(SECOND);
      assertThat(one.current()).isNotNull();
      one.close();
    }
  }

  @Test
  void a_scheduler_without_threads_is_a_failure_and_throws_nothing_at_the_caller() {
    Scheduler exhausted =
        new Scheduler() {
          @Override
          public void execute(Runnable task) {
            throw new OutOfMemoryError("unable to create native thread");
          }

          @Override
          public Future<?> schedule(Runnable task, long delayMillis) {
            throw new OutOfMemoryError("unable to create native thread");
          }
        };
    TokenCache one = new TokenCache("exhausted", issuer, time, exhausted, () -> 0, events);
    assertThat(one.current()).isNull();
    assertThat(one.failure()).contains("no thread");
    time.pass(SECOND);
    assertThat(one.current()).isNull();
    assertThat(one.status().failures).isEqualTo(2);
  }

  // The source returns the same token again

  @Test
  void a_source_that_answers_from_its_own_cache_is_asked_rarely_and_the_token_served() {
    BearerToken[] kept = {null};
    issuer.answers(
        () -> { // like msal4j: the same token until five minutes before its end
          if (kept[0] == null || kept[0].expiresAtMillis() - time.epochMillis() < 5 * MINUTE) {
            kept[0] = issuer.issue(time.epochMillis() + 24 * HOUR, 0);
          }
          return kept[0];
        });
    first();
    for (int minute = 0; minute < 72 * 60; minute++) {
      assertThat(current()).isNotNull();
      time.pass(MINUTE);
    }
    assertThat(issuer.asked()).isBetween(3, 40);
    assertThat(events.told.stream().filter("same"::equals)).hasSizeBetween(3, 4);
    assertThat(events.told).doesNotContain("recovered").noneMatch(e -> e.startsWith("failed"));
  }

  @Test
  void a_source_that_keeps_its_token_to_the_last_second_costs_no_pause_but_that_one() {
    BearerToken[] kept = {null};
    issuer.answers(
        () -> {
          if (kept[0] == null || kept[0].expiresAtMillis() <= time.epochMillis()) {
            kept[0] = issuer.issue(time.epochMillis() + HOUR, 0);
          }
          return kept[0];
        });
    first();
    int without = 0;
    for (int second = 0; second < 12 * 3_600; second++) {
      without += current() == null ? 1 : 0;
      time.pass(SECOND);
    }
    assertThat(without).isLessThanOrEqualTo(2 * 12);
    assertThat(issuer.asked()).isLessThan(12 * 20);
  }

  @Test
  void a_token_answered_again_with_a_later_expiry_does_not_live_longer() {
    issuer.answers(() -> new BearerToken("same", time.epochMillis() + HOUR, 0));
    first();
    long end = time.epochMillis() + HOUR;
    time.pass(HOUR - 31 * SECOND);
    assertThat(current()).isEqualTo("Bearer same");
    time.pass(end - time.epochMillis());
    assertThat(current()).isNull();
  }

  // The wall clock jumps

  @Test
  void a_wall_clock_that_jumps_back_does_not_put_the_refresh_off() {
    first();
    time.jump(-2 * HOUR);
    time.pass(30 * MINUTE);
    assertThat(issuer.asked()).isEqualTo(2);
  }

  @Test
  void a_wall_clock_that_jumps_back_does_not_revive_an_expired_token() {
    first();
    issuer.fails();
    time.jump(-2 * HOUR);
    time.pass(HOUR - 30 * SECOND - 1);
    assertThat(current()).isEqualTo("Bearer t1");
    time.pass(1);
    assertThat(current()).isNull();
    time.jump(-24 * HOUR);
    assertThat(current()).isNull();
  }

  @Test
  void a_source_with_the_same_token_does_not_prolong_it_when_the_wall_clock_jumps_back() {
    BearerToken only = issuer.issue();
    issuer.answers(() -> only);
    first();
    time.jump(-2 * HOUR);
    time.pass(HOUR - 1);
    time.pass(2);
    assertThat(current()).isNull();
    time.pass(20 * MINUTE);
    assertThat(current()).isNull();
  }

  @Test
  void a_wall_clock_that_jumps_ahead_past_the_expiry_leads_to_a_new_token_at_once() {
    first();
    time.jump(2 * HOUR);
    assertThat(current()).isNull();
    time.settle();
    assertThat(current()).isEqualTo("Bearer t2");
    time.pass(30 * MINUTE);
    assertThat(current()).isEqualTo("Bearer t3");
    assertThat(issuer.asked()).isEqualTo(3);
  }

  @Test
  void a_wall_clock_that_jumps_ahead_past_the_refresh_leads_to_a_refresh_by_the_next_caller() {
    first();
    time.jump(40 * MINUTE);
    assertThat(current()).isEqualTo("Bearer t1");
    time.settle();
    assertThat(current()).isEqualTo("Bearer t2");
  }

  @Test
  void a_token_that_looked_expired_serves_again_when_the_wall_clock_is_put_right() {
    first();
    issuer.fails();
    time.jump(2 * HOUR);
    assertThat(current()).isNull();
    time.settle();
    time.jump(-2 * HOUR);
    assertThat(current()).isEqualTo("Bearer t1");
  }

  // Deferred tasks, status, close

  @Test
  void nothing_is_held_back_where_there_is_a_token_or_a_pause() {
    List<String> told = new ArrayList<>();
    first();
    assertThat(cache.defer(MINUTE, () -> told.add("never"))).isFalse();
    TokenCache broken =
        new TokenCache(
            "broken",
            () -> {
              throw new TokenSourceException("no", null);
            },
            time,
            time,
            () -> 0,
            events);
    broken.prefetch();
    time.settle();
    assertThat(broken.defer(MINUTE, () -> told.add("never"))).isFalse();
    time.pass(MINUTE);
    assertThat(told).isEmpty();
  }

  @Test
  void what_is_held_back_goes_on_in_its_order_once_the_attempt_has_ended() {
    List<String> told = new ArrayList<>();
    issuer.latency = SECOND;
    assertThat(cache.defer(MINUTE, () -> told.add("a " + current()))).isTrue();
    assertThat(cache.defer(MINUTE, () -> told.add("b " + current()))).isTrue();
    assertThat(told).isEmpty();
    time.pass(SECOND);
    assertThat(told).containsExactly("a Bearer t1", "b Bearer t1");
    time.pass(HOUR);
    assertThat(told).hasSize(2);
  }

  @Test
  void what_is_held_back_goes_on_when_the_attempt_fails() {
    List<String> told = new ArrayList<>();
    issuer.fails();
    assertThat(cache.defer(MINUTE, () -> told.add(String.valueOf(current())))).isTrue();
    time.settle();
    assertThat(told).containsExactly("null");
  }

  @Test
  void nothing_is_held_back_for_longer_than_it_may_be() {
    List<Long> told = new ArrayList<>();
    issuer.latency = HOUR;
    long begin = time.monotonicMillis();
    assertThat(cache.defer(10 * SECOND, () -> told.add(time.monotonicMillis() - begin))).isTrue();
    time.settle();
    assertThat(told).containsExactly(10 * SECOND);
  }

  @Test
  void something_held_back_that_throws_harms_no_other_and_is_heard_of() {
    List<String> told = new ArrayList<>();
    cache.defer(
        MINUTE,
        () -> {
          throw new IllegalStateException("its own");
        });
    cache.defer(MINUTE, () -> told.add(current()));
    org.assertj.core.api.Assertions.assertThatThrownBy(time::settle)
        .hasStackTraceContaining("its own");
    assertThat(told).containsExactly("Bearer t1");
    assertThat(current()).isEqualTo("Bearer t1");
  }

  @Test
  void the_status_tells_the_times_and_no_token() {
    first();
    TokenStatus status = cache.status();
    assertThat(status.usable).isTrue();
    assertThat(status.expiresAtMillis).isEqualTo(time.epochMillis() + HOUR);
    assertThat(status.refreshedAtMillis).isEqualTo(time.epochMillis());
    assertThat(status.nextAttemptAtMillis).isEqualTo(time.epochMillis() + 30 * MINUTE);
    assertThat(status.askingSinceMillis).isZero();
    issuer.fails();
    time.pass(30 * MINUTE);
    assertThat(cache.status().failures).isEqualTo(1);
    assertThat(cache.status().failure).isEqualTo("the endpoint answered 503");
  }

  @Test
  void a_closed_cache_serves_and_asks_nothing_more() {
    first();
    cache.close();
    assertThat(current()).isNull();
    cache.prefetch();
    time.pass(48 * HOUR);
    assertThat(issuer.asked()).isEqualTo(1);
  }

  @Test
  void an_answer_that_comes_after_the_close_is_dropped_and_what_it_held_back_went_on() {
    List<String> told = new ArrayList<>();
    issuer.latency = SECOND;
    cache.defer(MINUTE, () -> told.add(String.valueOf(current())));
    time.schedule(cache::close, 500);
    time.pass(2 * SECOND);
    assertThat(told).containsExactly("null");
    assertThat(current()).isNull();
  }
}
