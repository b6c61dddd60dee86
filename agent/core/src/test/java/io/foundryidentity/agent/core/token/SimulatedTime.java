package io.foundryidentity.agent.core.token;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/** Both clocks and the scheduler, on one thread: days pass in milliseconds. */
public final class SimulatedTime implements Clock, Scheduler {

  public static final long SECOND = 1_000;
  public static final long MINUTE = 60 * SECOND;
  public static final long HOUR = 60 * MINUTE;

  private record Task(long at, long number, FutureTask<Void> work) {}

  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::number));
  private long numbers;
  private long monotonic = 77 * HOUR;
  private long wallAhead = 1_790_000_000_000L;

  @Override
  public long epochMillis() {
    return monotonic + wallAhead;
  }

  @Override
  public long monotonicMillis() {
    return monotonic;
  }

  @Override
  public void execute(Runnable task) {
    schedule(task, 0);
  }

  @Override
  public Future<?> schedule(Runnable task, long delayMillis) {
    FutureTask<Void> work = new FutureTask<>(task, null);
    tasks.add(new Task(monotonic + delayMillis, numbers++, work));
    return work;
  }

  /**
   * Runs the tasks that become due; a task may itself let time pass, like a slow identity endpoint.
   */
  public void pass(long millis) {
    long end = monotonic + millis;
    while (!tasks.isEmpty() && tasks.peek().at() <= end) {
      Task next = tasks.remove();
      monotonic = Math.max(monotonic, next.at());
      next.work().run();
      if (!next.work().isCancelled()) {
        rethrow(next.work());
      }
    }
    monotonic = Math.max(monotonic, end);
  }

  /** Runs what is due now. */
  public void settle() {
    pass(0);
  }

  /** Sets the wall clock; timers do not change. */
  void jump(long millis) {
    wallAhead += millis;
  }

  private static void rethrow(FutureTask<Void> work) {
    try {
      work.get();
    } catch (Exception e) {
      throw new AssertionError("a task threw", e);
    }
  }
}
