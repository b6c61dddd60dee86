package io.foundryidentity.agent.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foundryidentity.agent.azure.KeptAssertion.Assertion;
import io.foundryidentity.agent.core.token.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class KeptAssertionTest {

  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;

  private long now = 1_700_000_000_000L;
  private long monotonic = 77;
  private long life = HOUR;
  private boolean fails;
  private final AtomicInteger made = new AtomicInteger();

  private final KeptAssertion kept =
      new KeptAssertion(
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

  private Assertion make() {
    if (fails) {
      throw new IllegalStateException("no answer");
    }
    return new Assertion("assertion " + made.incrementAndGet(), now + life);
  }

  private String take() {
    return kept.take(this::make, end()).value;
  }

  private static long end() {
    return System.nanoTime() + Duration.ofSeconds(20).toNanos();
  }

  private void passes(long millis) {
    now += millis;
    monotonic += millis;
  }

  @Test
  void it_is_not_requested_again_while_it_is_good_for_more_than_a_few_minutes() {
    assertThat(take()).isEqualTo("assertion 1");
    passes(54 * MINUTE);
    assertThat(take()).isEqualTo("assertion 1");
    passes(2 * MINUTE);
    assertThat(take()).isEqualTo("assertion 2");
  }

  @Test
  void a_short_life_is_used_to_its_half() {
    life = 4 * MINUTE;
    take();
    passes(MINUTE);
    assertThat(take()).isEqualTo("assertion 1");
    passes(2 * MINUTE);
    assertThat(take()).isEqualTo("assertion 2");
  }

  @Test
  void a_good_one_is_used_while_another_thread_waits_for_a_source_that_hangs() throws Exception {
    Assertion first = kept.take(this::make, end());
    passes(58 * MINUTE);
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answered = new CountDownLatch(1);
    ExecutorService renewing = Executors.newSingleThreadExecutor();
    try {
      Future<Assertion> renewed =
          renewing.submit(
              () ->
                  kept.take(
                      () -> {
                        asked.countDown();
                        await(answered);
                        return make();
                      },
                      end()));
      await(asked);
      assertThat(take()).isEqualTo("assertion 1");
      kept.refused(first);
      answered.countDown();
      assertThat(renewed.get(20, TimeUnit.SECONDS).value).isEqualTo("assertion 2");
      assertThat(take()).isEqualTo("assertion 2");
    } finally {
      renewing.shutdownNow();
    }
  }

  @Test
  void it_serves_until_its_end_if_there_is_no_new_one_and_never_after_it() {
    take();
    fails = true;
    passes(58 * MINUTE);
    assertThat(take()).isEqualTo("assertion 1");
    passes(2 * MINUTE);
    assertThatThrownBy(this::take).hasMessage("no answer");
  }

  @Test
  void a_wall_clock_that_is_set_back_does_not_make_it_live_longer() {
    take();
    monotonic += HOUR;
    now -= HOUR;
    assertThat(take()).isEqualTo("assertion 2");
  }

  @Test
  void one_without_an_end_or_past_it_is_used_once() {
    life = -now;
    assertThat(take()).isEqualTo("assertion 1");
    assertThat(take()).isEqualTo("assertion 2");
    life = -MINUTE;
    assertThat(take()).isEqualTo("assertion 3");
    assertThat(take()).isEqualTo("assertion 4");
  }

  @Test
  void a_refused_one_is_made_anew_and_a_later_one_stays() {
    Assertion first = kept.take(this::make, end());
    kept.refused(first);
    assertThat(take()).isEqualTo("assertion 2");
    kept.refused(first);
    assertThat(take()).isEqualTo("assertion 2");
  }

  @Test
  void one_thread_makes_it_and_the_others_wait_for_it() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      Callable<String> slow =
          () ->
              kept.take(
                      () -> {
                        begun.countDown();
                        await(go);
                        return make();
                      },
                      end())
                  .value;
      List<Future<String>> all = new ArrayList<>();
      all.add(threads.submit(slow));
      assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
      for (int i = 0; i < 8; i++) {
        all.add(threads.submit(this::take));
      }
      assertThatThrownBy(() -> kept.take(this::make, System.nanoTime() + 50_000_000))
          .hasMessageContaining("has not ended");
      go.countDown();
      for (Future<String> each : all) {
        assertThat(each.get(20, TimeUnit.SECONDS)).isEqualTo("assertion 1");
      }
      assertThat(made).hasValue(1);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void its_text_does_not_show_it() {
    assertThat(kept.take(this::make, end()).toString()).doesNotContain("assertion 1");
  }

  @Test
  void the_same_settings_share_one_and_others_do_not() {
    KeptAssertions all = new KeptAssertions(Clock.system());
    KeptAssertion one = all.of("settings", "audience");
    assertThat(all.of("settings", "audience")).isSameAs(one);
    assertThat(all.of("other settings", "audience")).isNotSameAs(one);
    assertThat(all.of("settings", "other audience")).isNotSameAs(one);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
