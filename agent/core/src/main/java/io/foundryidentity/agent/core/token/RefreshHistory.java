package io.foundryidentity.agent.core.token;

import org.jspecify.annotations.Nullable;

/**
 * The results of one cache's refreshes, and which of them are reported as events.
 *
 * <p>Called with the cache's lock held, except {@link #failure}. Events are returned as tasks,
 * which the cache runs without the lock.
 */
final class RefreshHistory {

  @SuppressWarnings("UnnecessaryLambda") // its name says that it is not an event
  static final Runnable NO_EVENT = () -> {};

  private final String cache;
  private final TokenEvents events;

  private volatile @Nullable String failure;
  private int failures;
  private boolean toldOfSameToken;
  private long refreshedAt;
  private FetchCounts fetches = FetchCounts.NONE;

  RefreshHistory(String cache, TokenEvents events) {
    this.cache = cache;
    this.events = events;
  }

  /** The source has answered, or could not be asked. */
  void took(long millis) {
    fetches = fetches.withDuration(millis);
  }

  /** There is a new token. */
  Runnable gotToken(long wallNow, long expires, long refresh) {
    int before = failures;
    refreshedAt = wallNow;
    fetches = fetches.withSuccess();
    toldOfSameToken = false;
    failures = 0;
    failure = null;
    return before == 0
        ? () -> events.gotToken(cache, expires, refresh)
        : () -> events.recovered(cache, expires, before);
  }

  /** The source returned the current token again, which is neither success nor failure. */
  Runnable sameToken(long askAgain) {
    fetches = fetches.withSuccess();
    if (toldOfSameToken) {
      return NO_EVENT;
    }
    toldOfSameToken = true;
    return () -> events.sameToken(cache, askAgain);
  }

  /** The refresh failed. */
  Runnable failed(String reason, long servedUntil) {
    failures++;
    fetches = fetches.withFailure();
    failure = reason;
    return failures == 1 ? () -> events.failed(cache, reason, servedUntil) : NO_EVENT;
  }

  /** The current token has reached its end. */
  Runnable ranOut() {
    String reason = failure;
    return reason == null ? NO_EVENT : () -> events.ranOut(cache, reason);
  }

  void closed() {
    failure = "the token cache is closed";
  }

  /** Why the last refresh failed; null if it did not, or if none has ended yet. */
  @Nullable String failure() {
    return failure;
  }

  /** How many refreshes in a row failed. */
  int failures() {
    return failures;
  }

  FetchCounts fetches() {
    return fetches;
  }

  /** When the last new token came, by the wall clock; 0 if none has come yet. */
  long refreshedAt() {
    return refreshedAt;
  }
}
