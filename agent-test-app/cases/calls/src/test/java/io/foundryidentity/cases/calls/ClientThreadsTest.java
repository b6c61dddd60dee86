package io.foundryidentity.cases.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class ClientThreadsTest {

  @Test
  void a_thread_that_still_works_is_awaited() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    AtomicBoolean told = new AtomicBoolean();
    Thread loop =
        new Thread(
            () -> {
              long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200);
              begun.countDown();
              while (System.nanoTime() < end) {
                Thread.onSpinWait();
              }
              told.set(true);
            });
    loop.start();
    begun.await();

    ClientThreads.awaitIdle();

    assertThat(told).isTrue();
    loop.join();
  }
}
