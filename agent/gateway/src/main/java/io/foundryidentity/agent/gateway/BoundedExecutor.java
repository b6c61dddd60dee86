package io.foundryidentity.agent.gateway;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Runs at most so many tasks at a time on another executor; further ones wait.
 *
 * <p>A thread that has ended its task takes the next one that waits, so that a flood of short tasks
 * does not start a thread for each. The tasks throw nothing.
 */
final class BoundedExecutor implements Executor {

  private final Executor threads;
  private final int most;
  // Not a monitor, which would hold a carrier thread on Java 21 to 23.
  private final ReentrantLock lock = new ReentrantLock();
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private int running;

  BoundedExecutor(Executor threads, int most) {
    this.threads = threads;
    this.most = most;
  }

  @Override
  public void execute(Runnable task) {
    lock.lock();
    try {
      if (running >= most) {
        waiting.add(task);
        return;
      }
      running++;
    } finally {
      lock.unlock();
    }
    try {
      threads.execute(() -> work(task));
    } catch (RuntimeException | Error noThread) {
      lock.lock();
      try {
        running--;
      } finally {
        lock.unlock();
      }
      throw noThread;
    }
  }

  private void work(Runnable first) {
    for (Runnable task = first; task != null; task = next()) {
      task.run();
    }
  }

  /** The next task for the thread that asks; null if that thread ends. */
  private @Nullable Runnable next() {
    lock.lock();
    try {
      Runnable next = waiting.poll();
      if (next == null) {
        running--;
      }
      return next;
    } finally {
      lock.unlock();
    }
  }
}
