package io.foundryidentity.agent.core.token;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * One request to the token source, and the callers that wait for it.
 *
 * <p>It uses a latch, as CompletableFuture initializes the common ForkJoinPool, whose properties
 * the application may still set. Waiting on a latch parks the thread, so a virtual thread releases
 * its carrier. The cache's lock guards everything except the latch, until the cache no longer
 * refers to this refresh. After that nothing is added, and only the thread that ended the refresh
 * uses it.
 */
final class TokenRefresh {

  /** How often a waiting thread looks whether its token is still wanted. */
  private static final long LOOK_MILLIS = 20;

  /** By the wall clock. */
  final long startedAtMillis;

  private final long startedMonotonic;

  private final CountDownLatch ended = new CountDownLatch(1);
  private final List<Runnable> listeners = new ArrayList<>();
  private final List<RefusedToken> refusals = new ArrayList<>();

  TokenRefresh(long startedAtMillis, long startedMonotonic) {
    this.startedAtMillis = startedAtMillis;
    this.startedMonotonic = startedMonotonic;
  }

  /** How long it has taken until now. */
  long millisUntil(long monotonicNow) {
    return monotonicNow - startedMonotonic;
  }

  void listen(Runnable listener) {
    listeners.add(listener);
  }

  /** Adds a target that waits for another token than the one that it refused. */
  void waitsFor(RefusedToken refusal) {
    if (!refusals.contains(refusal)) {
      refusals.add(refusal);
    }
  }

  /** Whether a target that refused a token waits for this refresh. */
  boolean followsRefusal() {
    return !refusals.isEmpty();
  }

  /**
   * Called if the source returned this token again: targets that refused it get no other for now.
   */
  void broughtAgain(BearerToken token, long monotonicNow) {
    for (RefusedToken refusal : refusals) {
      if (!refusal.isReplacedBy(token)) {
        refusal.hasNoReplacement(monotonicNow);
      }
    }
  }

  /** Resumes all waiting threads; called for each refresh, even if it fails. */
  void release() {
    ended.countDown();
  }

  /** Waits until this refresh has ended, the time is over or nobody wants the token any more. */
  void await(long millis, BooleanSupplier unwanted) throws InterruptedException {
    long start = System.nanoTime();
    long left = millis;
    while (!ended.await(Math.min(left, LOOK_MILLIS), TimeUnit.MILLISECONDS)
        && left > LOOK_MILLIS
        && !unwanted.getAsBoolean()) {
      left = millis - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }
  }

  /**
   * Runs the listeners; only after the end. If some fail, the first exception is thrown at the end.
   */
  void tellListeners() {
    RuntimeException failure = null;
    for (Runnable listener : listeners) {
      try {
        listener.run();
      } catch (RuntimeException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
