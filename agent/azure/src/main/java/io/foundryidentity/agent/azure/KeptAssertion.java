package io.foundryidentity.agent.azure;

import io.foundryidentity.agent.core.token.Clock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One assertion, kept while it is good, for all sources that sign in with it.
 *
 * <p>A fetch of a token runs in the background long before the token's end, and asks here for the
 * assertion that it needs. So an assertion is renewed in the background too, by the first fetch in
 * its last minutes.
 *
 * <p>At most one thread makes a new one. The others use the current one while it is good, or wait
 * for the new one until their own fetch ends. If a new one cannot be made, the current one is used
 * until its end, and never after it: by the wall clock and by the monotonic one, whichever comes
 * first.
 */
final class KeptAssertion {

  private static final Logger log = LoggerFactory.getLogger(KeptAssertion.class);

  /** With less than this left an assertion is renewed; or with half of its life left. */
  private static final long RENEWED_WITH = 5 * 60_000;

  /** Entra ID gets it a moment later, and its clock may differ. */
  private static final long SKEW = 30_000;

  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicReference<@Nullable Assertion> current = new AtomicReference<>();

  /** Asks for a new assertion; runs on the thread of the fetch that needs it. */
  interface Maker {
    Assertion make();
  }

  KeptAssertion(Clock clock) {
    this.clock = clock;
  }

  /**
   * A good assertion; a new one is made if necessary.
   *
   * @param endNanos the end of the caller's fetch, as a value of {@link System#nanoTime}
   */
  Assertion take(Maker maker, long endNanos) {
    Assertion kept = current.get();
    if (kept != null && left(kept) > kept.renewedWith) {
      return kept;
    }
    boolean locked = lock.tryLock();
    if (!locked && kept != null && left(kept) > SKEW) {
      return kept; // Another thread renews it, and this one is still good
    }
    try {
      locked = locked || lock.tryLock(endNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!locked) {
      throw new IllegalStateException("another request for the same assertion has not ended");
    }
    try {
      kept = current.get();
      return kept != null && left(kept) > kept.renewedWith ? kept : renewed(kept, maker);
    } finally {
      lock.unlock();
    }
  }

  private Assertion renewed(@Nullable Assertion kept, Maker maker) {
    try {
      Assertion made = maker.make();
      made.endsAt(clock.monotonicMillis() + made.expiresAtMillis - clock.epochMillis());
      made.renewedWith = Math.min(RENEWED_WITH, Math.max(SKEW, left(made) / 2));
      current.set(made.isKept() ? made : null);
      return made;
    } catch (RuntimeException | LinkageError e) {
      if (kept == null || left(kept) <= SKEW) {
        current.set(null);
        throw e;
      }
      log.debug("No new assertion, so the current one is used until its end", e);
      return kept;
    }
  }

  /** That one was refused: the next caller gets another one. */
  void refused(Assertion refused) {
    current.compareAndSet(refused, null); // Not with the lock, which a slow source may hold
  }

  /** Milliseconds. */
  private long left(Assertion assertion) {
    return Math.min(
        assertion.expiresAtMillis - clock.epochMillis(),
        assertion.endsMonotonic - clock.monotonicMillis());
  }

  /** One assertion; its value is in no text. */
  static final class Assertion {

    final String value;
    private final long expiresAtMillis;
    private long endsMonotonic;
    private long renewedWith;

    /**
     * @param expiresAtMillis by this machine's clock; 0 for an assertion that is used once
     */
    Assertion(String value, long expiresAtMillis) {
      this.value = value;
      this.expiresAtMillis = expiresAtMillis;
    }

    private boolean isKept() {
      return expiresAtMillis > 0;
    }

    private void endsAt(long monotonic) {
      endsMonotonic = monotonic;
    }

    @Override
    public String toString() {
      return "Assertion[expires at " + expiresAtMillis + "]";
    }
  }
}
