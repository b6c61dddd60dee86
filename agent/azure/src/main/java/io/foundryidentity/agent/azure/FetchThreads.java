package io.foundryidentity.agent.azure;

import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * What runs for one source: at most one fetch, and nothing of it after its end.
 *
 * <p>The library hands parts of a fetch to other threads, and goes on with its retries there after
 * the fetch was given up. So this is the executor that the library gets: at the end of a fetch it
 * interrupts what still runs, which ends a retry's pause; an exchange is ended by its deadline,
 * which is not after the fetch's ({@link #endNanos}). The next fetch does not begin before.
 */
final class FetchThreads extends AbstractExecutorService {

  private final Executor pool;
  private final Semaphore fetches;
  private final Set<Thread> running = new HashSet<>();
  private int tasks;
  private boolean open;
  private volatile long end = System.nanoTime();

  /**
   * @param fetches the permits of all sources
   */
  FetchThreads(Executor pool, Semaphore fetches) {
    this.pool = pool;
    this.fetches = fetches;
  }

  /**
   * Begins a fetch, once the last one has left all threads.
   *
   * @param limit of the fetch, and the longest wait for its beginning
   * @return false if it could not begin in time; then {@link #end} has no effect
   */
  boolean begin(Duration limit) throws InterruptedException {
    long latest = System.nanoTime() + limit.toNanos();
    synchronized (this) {
      while (tasks > 0 || open) {
        long left = TimeUnit.NANOSECONDS.toMillis(latest - System.nanoTime());
        if (left <= 0) {
          return false;
        }
        wait(left);
      }
      open = true;
    }
    boolean begun = false;
    try {
      begun = fetches.tryAcquire(latest - System.nanoTime(), TimeUnit.NANOSECONDS);
    } finally {
      synchronized (this) {
        open = begun;
        notifyAll();
      }
    }
    end = System.nanoTime() + limit.toNanos();
    return begun;
  }

  /** Ends the fetch, and interrupts what still runs for it. */
  synchronized void end() {
    if (open) {
      open = false;
      end = System.nanoTime();
      fetches.release();
      running.forEach(Thread::interrupt);
      notifyAll();
    }
  }

  /** When the fetch ends or has ended, as a value of {@link System#nanoTime}. */
  long endNanos() {
    return end;
  }

  @Override
  public void execute(Runnable task) {
    synchronized (this) {
      if (!open) {
        throw new RejectedExecutionException("the request for a token is over");
      }
      tasks++;
    }
    boolean started = false;
    try {
      pool.execute(() -> run(task));
      started = true;
    } finally {
      if (!started) {
        left();
      }
    }
  }

  private void run(Runnable task) {
    Thread thread = Thread.currentThread();
    synchronized (this) {
      running.add(thread);
      if (!open) {
        thread.interrupt();
      }
    }
    try {
      task.run();
    } finally {
      left();
      // The pool's thread goes on with another source's task
      boolean unused = Thread.interrupted();
    }
  }

  private synchronized void left() {
    running.remove(Thread.currentThread());
    tasks--;
    notifyAll();
  }

  /** Has no effect, as the threads are shared and end when idle. */
  @Override
  public void shutdown() {}

  @Override
  public List<Runnable> shutdownNow() {
    return Collections.emptyList();
  }

  @Override
  public boolean isShutdown() {
    return false;
  }

  @Override
  public boolean isTerminated() {
    return false;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return false;
  }
}
