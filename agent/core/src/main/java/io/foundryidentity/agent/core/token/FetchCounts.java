package io.foundryidentity.agent.core.token;

/** How often the source of one cache was asked, with which outcome, and how long it took. */
public final class FetchCounts {

  static final FetchCounts NONE = new FetchCounts(0, 0, 0, 0);

  /** Brought a token: a new one, or the current one again. */
  public final long succeeded;

  /** Brought no token, or one that had expired already. */
  public final long failed;

  /** The duration of all fetches together, in milliseconds, by the monotonic clock. */
  public final long totalMillis;

  /** The duration of the last fetch in milliseconds; 0 if none has ended yet. */
  public final long lastMillis;

  private FetchCounts(long succeeded, long failed, long totalMillis, long lastMillis) {
    this.succeeded = succeeded;
    this.failed = failed;
    this.totalMillis = totalMillis;
    this.lastMillis = lastMillis;
  }

  FetchCounts withSuccess() {
    return new FetchCounts(succeeded + 1, failed, totalMillis, lastMillis);
  }

  FetchCounts withFailure() {
    return new FetchCounts(succeeded, failed + 1, totalMillis, lastMillis);
  }

  FetchCounts withDuration(long millis) {
    return new FetchCounts(succeeded, failed, totalMillis + millis, millis);
  }
}
