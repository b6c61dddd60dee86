package io.foundryidentity.agent.core.token;

import org.jspecify.annotations.Nullable;

/**
 * The state of a cache at one moment, without its token; times are milliseconds since the epoch.
 */
public final class TokenStatus {

  public final String cache;

  /** Whether a request would get a token now. */
  public final boolean usable;

  /** 0 if no token has come yet. */
  public final long expiresAtMillis;

  /** When the last new token came; 0 if none has come yet. */
  public final long refreshedAtMillis;

  /** Since when a request to the source is running; 0 if none is. */
  public final long askingSinceMillis;

  /** When the source is asked next; 0 if the next caller decides that. */
  public final long nextAttemptAtMillis;

  /** How many attempts in a row failed. */
  public final int failures;

  /** Why the last attempt failed; null if it did not. */
  public final @Nullable String failure;

  public final FetchCounts fetches;

  /** Who signed in to get the token, for people; null if it is not known. */
  public final @Nullable String signedInBy;

  TokenStatus(
      String cache,
      boolean usable,
      long expiresAtMillis,
      long refreshedAtMillis,
      long askingSinceMillis,
      long nextAttemptAtMillis,
      int failures,
      @Nullable String failure,
      FetchCounts fetches,
      @Nullable String signedInBy) {
    this.cache = cache;
    this.usable = usable;
    this.expiresAtMillis = expiresAtMillis;
    this.refreshedAtMillis = refreshedAtMillis;
    this.askingSinceMillis = askingSinceMillis;
    this.nextAttemptAtMillis = nextAttemptAtMillis;
    this.failures = failures;
    this.failure = failure;
    this.fetches = fetches;
    this.signedInBy = signedInBy;
  }
}
