package io.foundryidentity.agent.core.token;

import org.jspecify.annotations.Nullable;

/** How a cache stands at one moment, without its token; times are milliseconds since the epoch. */
public final class TokenStatus {

  public final String cache;

  /** Whether a request would get a token now. */
  public final boolean usable;

  /** 0 where no token ever came. */
  public final long expiresAtMillis;

  /** When a new token last came; 0 where none ever did. */
  public final long refreshedAtMillis;

  /** Since when a request to the source is under way; 0 where none is. */
  public final long askingSinceMillis;

  /** When the source will be asked next; 0 where the next caller decides. */
  public final long nextAttemptAtMillis;

  /** How many attempts in a row failed. */
  public final int failures;

  /** Why the last attempt failed; null where it did not. */
  public final @Nullable String failure;

  TokenStatus(
      String cache,
      boolean usable,
      long expiresAtMillis,
      long refreshedAtMillis,
      long askingSinceMillis,
      long nextAttemptAtMillis,
      int failures,
      @Nullable String failure) {
    this.cache = cache;
    this.usable = usable;
    this.expiresAtMillis = expiresAtMillis;
    this.refreshedAtMillis = refreshedAtMillis;
    this.askingSinceMillis = askingSinceMillis;
    this.nextAttemptAtMillis = nextAttemptAtMillis;
    this.failures = failures;
    this.failure = failure;
  }
}
