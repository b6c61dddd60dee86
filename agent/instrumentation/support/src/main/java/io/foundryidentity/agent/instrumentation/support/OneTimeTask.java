package io.foundryidentity.agent.instrumentation.support;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A task that one thread runs for all others, which wait until it is done.
 *
 * <p>It is for work that initializes many classes: two threads that do so at the same time, in a
 * different order, can deadlock.
 *
 * <p>The wait has a limit: the task may need a JDK class that a waiting thread is initializing.
 */
final class OneTimeTask implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(OneTimeTask.class);

  private static final long LONGEST_WAIT_SECONDS = 10;

  private final FutureTask<?> task;
  private volatile @Nullable Thread runner;

  OneTimeTask(Runnable task) {
    this.task =
        new FutureTask<>(
            // A lambda would load three classes on the way to each client's first request
            new Runnable() {
              @Override
              public void run() {
                runner = Thread.currentThread();
                task.run();
              }
            },
            null);
  }

  /** Runs the task. Returns at once if it is done or another thread runs it. */
  @Override
  public void run() {
    task.run();
  }

  /** Returns when the task is done, by this thread or by another one. */
  void await() {
    if (task.isDone() || runner == Thread.currentThread()) {
      return;
    }
    task.run();
    try {
      task.get(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException failure) {
      LOG.debug("the task has failed or takes too long", failure);
    }
  }
}
