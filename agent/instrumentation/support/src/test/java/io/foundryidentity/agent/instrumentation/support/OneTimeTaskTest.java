package io.foundryidentity.agent.instrumentation.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class OneTimeTaskTest {

  private final AtomicInteger times = new AtomicInteger();

  @Test
  void the_first_thread_runs_the_task_and_no_other_does() {
    OneTimeTask once = new OneTimeTask(times::incrementAndGet);

    once.await();
    once.await();
    once.run();

    assertThat(times).hasValue(1);
  }

  @Test
  void others_wait_for_the_thread_that_runs_it() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    OneTimeTask once =
        new OneTimeTask(
            () -> {
              begun.countDown();
              uninterruptibly(mayEnd);
              times.incrementAndGet();
            });
    CompletableFuture<Void> worker = CompletableFuture.runAsync(once);
    uninterruptibly(begun);
    Thread other = new Thread(once::await);
    other.start();
    while (other.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    assertThat(times).hasValue(0);
    mayEnd.countDown();

    worker.get(30, TimeUnit.SECONDS);
    other.join(TimeUnit.SECONDS.toMillis(10));
    assertThat(other.isAlive()).isFalse();
    assertThat(times).hasValue(1);
  }

  @Test
  void the_thread_that_runs_it_does_not_wait_for_itself() {
    AtomicReference<OneTimeTask> once = new AtomicReference<>();
    once.set(
        new OneTimeTask(
            () -> {
              once.get().await();
              times.incrementAndGet();
            }));

    once.get().await();

    assertThat(times).hasValue(1);
  }

  @Test
  void a_task_that_fails_lets_the_others_go_on() {
    OneTimeTask once =
        new OneTimeTask(
            () -> {
              throw new IllegalStateException("broken");
            });

    assertThatCode(once::await).doesNotThrowAnyException();
    assertThatCode(once::await).doesNotThrowAnyException();
  }

  private static void uninterruptibly(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
