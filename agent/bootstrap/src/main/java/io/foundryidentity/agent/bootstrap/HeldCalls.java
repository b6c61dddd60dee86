package io.foundryidentity.agent.bootstrap;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Makes the calls of {@link HeldCall} on daemon threads of their own, in the order in which they
 * were held.
 *
 * <p>A call may run code of the application, such as an interceptor, and that may block. So no
 * thread that fetches tokens makes it, and the next call waits for it only a moment.
 */
final class HeldCalls {

  /** How long the next call waits for one that blocks. */
  private static final long TURN_MILLIS = 100;

  private static final ExecutorService THREADS =
      new ThreadPoolExecutor(
          0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), HeldCalls::thread);

  /** Its one thread ends a second after the last timer. */
  private static final ScheduledThreadPoolExecutor TIMERS = timers();

  private static final Queue<Runnable> WAITING = new ArrayDeque<>();

  private static boolean running;

  private HeldCalls() {}

  private static Thread thread(Runnable task) {
    return DetachedThread.daemon(task, "foundry-identity-held");
  }

  private static ScheduledThreadPoolExecutor timers() {
    ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(1, HeldCalls::thread);
    timers.setKeepAliveTime(1, TimeUnit.SECONDS);
    timers.allowCoreThreadTimeOut(true);
    timers.setRemoveOnCancelPolicy(true); // A timer keeps its call
    return timers;
  }

  /** Makes a call after that time, which may be cancelled until then. */
  static Future<?> addLater(Runnable call, long millis) {
    return TIMERS.schedule(() -> add(call), millis, TimeUnit.MILLISECONDS);
  }

  /** How many calls wait for their time. */
  static int later() {
    return TIMERS.getQueue().size();
  }

  static void add(Runnable call) {
    boolean start;
    synchronized (WAITING) {
      WAITING.add(call);
      start = !running;
      running = true;
    }
    if (start) {
      THREADS.execute(HeldCalls::makeAll);
    }
  }

  private static void makeAll() {
    for (Runnable next = next(); next != null; next = next()) {
      try {
        THREADS.submit(next).get(TURN_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException blocked) {
        // The next one has its turn
      } catch (ExecutionException | InterruptedException failed) {
        AuthorizationBridge.tell(failed);
      }
    }
  }

  private static @Nullable Runnable next() {
    synchronized (WAITING) {
      Runnable next = WAITING.poll();
      running = next != null;
      return next;
    }
  }
}
