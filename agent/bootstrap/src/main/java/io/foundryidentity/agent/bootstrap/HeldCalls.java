package io.foundryidentity.agent.bootstrap;

import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Makes the calls of {@link HeldCall} on daemon threads of their own, in the order in which they
 * were held.
 *
 * <p>A call may run code of the application, such as an interceptor, and that may block. So no
 * thread that fetches tokens makes it, and the next call waits for it only a moment. Only where the
 * machine has no thread left, a call is made on the thread that is at hand: late is better than
 * never.
 */
final class HeldCalls {

  /** Of the whole JVM. */
  static final HeldCalls ALL =
      // Privileged, or the pools would keep the class loaders of whoever holds the first call
      AccessController.doPrivileged(
          (PrivilegedAction<HeldCalls>)
              () -> new HeldCalls(task -> DetachedThread.daemon(task, "foundry-identity-held")));

  /** How long the next call waits for one that blocks. */
  private static final long TURN_MILLIS = 100;

  private final ExecutorService threads;
  private final ScheduledThreadPoolExecutor timers;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private boolean running;

  HeldCalls(ThreadFactory factory) {
    threads =
        new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), factory);
    timers = new ScheduledThreadPoolExecutor(1, factory);
    timers.setKeepAliveTime(1, TimeUnit.SECONDS); // Its one thread ends then
    timers.allowCoreThreadTimeOut(true);
    timers.setRemoveOnCancelPolicy(true); // A timer keeps its call
  }

  /** Makes a call after that time, which may be cancelled until then. */
  Future<?> addLater(Runnable call, long millis) {
    return timers.schedule(() -> add(call), millis, TimeUnit.MILLISECONDS);
  }

  /** How many calls wait for their time. */
  int later() {
    return timers.getQueue().size();
  }

  void add(Runnable call) {
    boolean start;
    synchronized (waiting) {
      waiting.add(call);
      start = !running;
      running = true;
    }
    if (start) {
      try {
        threads.execute(this::makeAll);
      } catch (Throwable noThread) {
        AuthorizationBridge.tell(noThread);
        makeAll();
      }
    }
  }

  private void makeAll() {
    for (Runnable next = next(); next != null; next = next()) {
      Future<?> made = start(next);
      try {
        if (made == null) {
          next.run();
        } else {
          made.get(TURN_MILLIS, TimeUnit.MILLISECONDS);
        }
      } catch (TimeoutException blocked) {
        // The next one has its turn
      } catch (ExecutionException | InterruptedException | RuntimeException | Error failed) {
        AuthorizationBridge.tell(failed);
      }
    }
  }

  private @Nullable Future<?> start(Runnable call) {
    try {
      return threads.submit(call);
    } catch (Throwable noThread) {
      AuthorizationBridge.tell(noThread);
      return null;
    }
  }

  private @Nullable Runnable next() {
    synchronized (waiting) {
      Runnable next = waiting.poll();
      running = next != null;
      return next;
    }
  }
}
