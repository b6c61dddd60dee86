package io.foundryidentity.agent.core.token;

import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Runs a deferred task once: when its refresh ends or its time is over, whichever is first. */
final class Deferral implements Runnable {

  private final Runnable whenSettled;
  private final AtomicBoolean settled = new AtomicBoolean();
  private volatile @Nullable Future<?> limit;

  Deferral(Runnable whenSettled) {
    this.whenSettled = whenSettled;
  }

  /** Sets the timer that runs this at the latest; it is cancelled when the refresh has ended. */
  void limitedBy(@Nullable Future<?> timer) {
    limit = timer;
    if (settled.get() && timer != null) {
      timer.cancel(false);
    }
  }

  @Override
  public void run() {
    if (settled.compareAndSet(false, true)) {
      Future<?> timer = limit;
      if (timer != null) {
        timer.cancel(false);
      }
      whenSettled.run();
    }
  }
}
