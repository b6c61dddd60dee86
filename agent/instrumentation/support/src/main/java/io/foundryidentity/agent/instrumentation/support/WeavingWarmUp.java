package io.foundryidentity.agent.instrumentation.support;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Weaves advice into a sample class once, on an agent thread, so that Byte Buddy is loaded before
 * the first request needs it.
 *
 * <p>The first weaving loads about 750 classes of Byte Buddy, which takes most of its time. The
 * warm-up starts when a client's early class loads, which is before the client's first request. If
 * that class is prepared, so are the others of its version, and no warm-up is needed.
 *
 * <p>A thread that weaves a client's class waits for the warm-up, or runs it itself if it has not
 * started: two threads that initialize Byte Buddy's classes at the same time can deadlock.
 */
public final class WeavingWarmUp {

  private static final Logger LOG = LoggerFactory.getLogger(WeavingWarmUp.class);

  private static final OneTimeTask RUN = new OneTimeTask(new Task());

  private final AtomicBoolean started = new AtomicBoolean();
  private final Executor threads;

  public WeavingWarmUp(Executor threads) {
    this.threads = threads;
  }

  /** Returns at once; only the first call has an effect. */
  public void start() {
    if (!started.compareAndSet(false, true)) {
      return;
    }
    try {
      threads.execute(RUN);
    } catch (RuntimeException | Error noThread) {
      LOG.debug("no thread for the warm-up", noThread);
    }
  }

  /** Returns when the warm-up has run. */
  static void await() {
    RUN.await();
  }

  /** A class of its own: what loads for the weaving must not load with the warm-up. */
  private static final class Task implements Runnable {
    @Override
    public void run() {
      try {
        byte[] unused = SampleWeaving.weave();
      } catch (Throwable failure) {
        // If this fails for a client's class too, that is logged as a warning
        LOG.debug("the warm-up failed", failure);
      }
    }
  }
}
