package io.foundryidentity.agent.instrumentation.support;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that one thread does for all, because two that initialise the same classes at once, each
 * from another end, may wait for each other for ever.
 *
 * <p>The others wait for it, but not for ever either: it may need a JDK class that one of them is
 * just initialising.
 */
final class SetUpOnce implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(SetUpOnce.class);

  private static final long LONGEST_WAIT_SECONDS = 10;

  private final FutureTask<?> work;
  private volatile @Nullable Thread worker;

  SetUpOnce(Runnable work) {
    this.work =
        new FutureTask<>(
            () -> {
              worker = Thread.currentThread();
              work.run();
            },
            null);
  }

  /** Does the work, unless it is done or another thread is at it; then this returns at once. */
  @Override
  public void run() {
    work.run();
  }

  /** Returns once the work is done, here or by another thread. */
  void await() {
    if (work.isDone() || worker == Thread.currentThread()) {
      return;
    }
    work.run();
    try {
      work.get(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException failure) {
      LOG.debug("set up by nobody", failure);
    }
  }
}
