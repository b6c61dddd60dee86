package io.foundryidentity.cases.soak;

import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** What became of all requests so far; any thread may add. */
final class Outcomes {

  private final LongAdder answered = new LongAdder();
  private final LongAdder redirected = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAccumulator longest = new LongAccumulator(Math::max, 0);

  /** A question was answered with that status. */
  void answered(int status, long millis) {
    longest.accumulate(millis);
    if (!isRefusal(status)) {
      requireOk(status);
    }
    (isRefusal(status) ? refused : answered).increment();
  }

  /** A request was led elsewhere and answered there with that status. */
  void redirected(int status, long millis) {
    longest.accumulate(millis);
    requireOk(status);
    redirected.increment();
  }

  private static void requireOk(int status) {
    if (status != 200) {
      throw new IllegalStateException("answered with " + status);
    }
  }

  void failed() {
    failed.increment();
  }

  static boolean isRefusal(int status) {
    return status == 401 || status == 403;
  }

  /**
   * As {@code name=value} pairs, with the time that this JVM believes it is; the longest wait is
   * that since the last call, in milliseconds.
   */
  String line() {
    return "answered="
        + answered.sum()
        + " redirected="
        + redirected.sum()
        + " refused="
        + refused.sum()
        + " failed="
        + failed.sum()
        + " longest="
        + longest.getThenReset()
        + " clock="
        + System.currentTimeMillis();
  }
}
