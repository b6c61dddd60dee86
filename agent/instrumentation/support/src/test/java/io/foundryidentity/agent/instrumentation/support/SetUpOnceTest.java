package io.foundryidentity.agent.instrumentation.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SetUpOnceTest {

  private final AtomicInteger times = new AtomicInteger();

  @Test
  void who_comes_first_does_the_work_and_nobody_does_it_again() {
    SetUpOnce once = new SetUpOnce(times::incrementAndGet);

    once.await();
    once.await();
    once.run();

    assertThat(times).hasValue(1);
  }

  @Test
  void others_wait_for_the_thread_that_is_at_it() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    SetUpOnce once =
        new SetUpOnce(
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

    worker.get(10, TimeUnit.SECONDS);
    other.join(TimeUnit.SECONDS.toMillis(10));
    assertThat(other.isAlive()).isFalse();
    assertThat(times).hasValue(1);
  }

  @Test
  void the_thread_that_is_at_it_does_not_wait_for_itself() {
    AtomicReference<SetUpOnce> once = new AtomicReference<>();
    once.set(
        new SetUpOnce(
            () -> {
              once.get().await();
              times.incrementAndGet();
            }));

    once.get().await();

    assertThat(times).hasValue(1);
  }

  @Test
  void work_that_fails_lets_the_others_go_on() {
    SetUpOnce once =
        new SetUpOnce(
            () -> {
              throw new IllegalStateException("broken");
            });

    assertThatCode(once::await).doesNotThrowAnyException();
    assertThatCode(once::await).doesNotThrowAnyException();
  }

  private static void uninterruptibly(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
