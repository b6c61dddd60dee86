package io.foundryidentity.benchmark.scale;

import io.foundryidentity.agent.core.token.Clock;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/** The clock and the events of a simulation, on one thread: days pass in seconds. */
final class SimulatedTime implements Clock {

  static final long SECOND = 1_000;
  static final long MINUTE = 60 * SECOND;
  static final long HOUR = 60 * MINUTE;

  private static final long EPOCH = 1_790_000_000_000L;

  private record Event(long at, long number, FutureTask<Void> work) {}

  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
  private long numbers;
  private long now;

  /** Milliseconds since the simulation began. */
  long now() {
    return now;
  }

  @Override
  public long epochMillis() {
    return EPOCH + now;
  }

  @Override
  public long monotonicMillis() {
    return now;
  }

  /** Runs the task at that time; it cannot be cancelled. */
  void at(long time, Runnable task) {
    events.add(new Event(Math.max(time, now), numbers++, new FutureTask<>(task, null)));
  }

  void after(long millis, Runnable task) {
    at(now + millis, task);
  }

  /** As {@link #after}, for a task that may be cancelled. */
  Future<?> timer(long millis, Runnable task) {
    FutureTask<Void> work = new FutureTask<>(task, null);
    events.add(new Event(now + millis, numbers++, work));
    return work;
  }

  /** Runs all that is due until then. */
  void passUntil(long end) {
    while (!events.isEmpty() && events.peek().at <= end) {
      Event next = events.remove();
      if (!next.work.isCancelled()) {
        now = next.at;
        next.work.run();
        rethrow(next.work);
      }
    }
    now = end;
  }

  private static void rethrow(FutureTask<Void> work) {
    if (work.isCancelled()) {
      return;
    }
    try {
      work.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("an event failed", e);
    }
  }
}
