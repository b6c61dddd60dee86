package io.foundryidentity.agent.core.token;

import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A timer by the monotonic clock for one task of a cache.
 *
 * <p>A task that already runs cannot be cancelled. So each setting of the timer has a number, and
 * the task checks with the cache's lock held whether its number is still current. That lock guards
 * all fields.
 */
final class RefreshTimer {

  private final Scheduler scheduler;
  private final IntConsumer whenDue;
  private int setting;
  private @Nullable Future<?> planned;

  /**
   * @param whenDue runs on an agent thread, without the lock, with the number to pass to {@link
   *     #isCurrent}
   */
  RefreshTimer(Scheduler scheduler, IntConsumer whenDue) {
    this.scheduler = scheduler;
    this.whenDue = whenDue;
  }

  /** Sets the timer, and cancels the previous setting. */
  void set(long delayMillis) {
    cancel();
    int number = setting;
    planned = schedule(scheduler, () -> whenDue.accept(number), delayMillis);
  }

  void cancel() {
    setting++;
    if (planned != null) {
      planned.cancel(false);
      planned = null;
    }
  }

  /** Whether the timer has not been set or cancelled since. */
  boolean isCurrent(int number) {
    return number == setting;
  }

  /**
   * Runs the task later.
   *
   * @return null if there is no thread for the timer: callers check the same limits by the wall
   *     clock
   */
  static @Nullable Future<?> schedule(Scheduler scheduler, Runnable task, long delayMillis) {
    try {
      return scheduler.schedule(task, delayMillis);
    } catch (RuntimeException | Error e) {
      return null;
    }
  }
}
