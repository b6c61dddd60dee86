package io.foundryidentity.agent.core.token;

import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Runs what was held back once: when its flight lands or its time is over, whichever is first. */
final class Deferral implements Runnable {

  private final Runnable whenSettled;
  private final AtomicBoolean settled = new AtomicBoolean();
  private volatile @Nullable Future<?> limit;

  Deferral(Runnable whenSettled) {
    this.whenSettled = whenSettled;
  }

  /** The timer that runs this at the latest; not needed any more once the flight has landed. */
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
