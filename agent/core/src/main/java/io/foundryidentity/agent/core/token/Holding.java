package io.foundryidentity.agent.core.token;

import org.jspecify.annotations.Nullable;

/** What a cache has at one moment, for its readers to take in with a single volatile read. */
final class Holding {

  /** No token and no attempt under way: the first caller is to start one. */
  static final Holding NOTHING = new Holding(null, Long.MIN_VALUE, Long.MIN_VALUE, 0, 0, false);

  /** Kept after its end too, to know it again when the source answers with it. */
  final @Nullable BearerToken token;

  /** By the wall clock: from then on the token is not served. */
  final long usableUntil;

  /** By the wall clock: the first caller from then on is to see whether an attempt is due. */
  final long attentionAt;

  /** By the monotonic clock: the token's expiry, as the wall clock of its arrival had it. */
  final long expiresMonotonic;

  /** By the monotonic clock: when the token came. */
  final long arrivedMonotonic;

  /** Whether a refusal had it fetched. */
  final boolean forced;

  Holding(
      @Nullable BearerToken token,
      long usableUntil,
      long attentionAt,
      long expiresMonotonic,
      long arrivedMonotonic,
      boolean forced) {
    this.token = token;
    this.usableUntil = usableUntil;
    this.attentionAt = attentionAt;
    this.expiresMonotonic = expiresMonotonic;
    this.arrivedMonotonic = arrivedMonotonic;
    this.forced = forced;
  }

  @Nullable BearerToken usableAt(long wallNow) {
    return wallNow < usableUntil ? token : null;
  }

  /** How long the token will still be served; 0 where there is none. */
  long usableFor(long wallNow) {
    return token == null || wallNow >= usableUntil ? 0 : usableUntil - wallNow;
  }

  boolean holds(String authorization) {
    return token != null && token.authorization().equals(authorization);
  }

  /** Whether the token came, past every cache, so lately that a newer one would be no better. */
  boolean isFresh(long monotonicNow) {
    return forced && monotonicNow - arrivedMonotonic < Pacing.REFUSAL_REST;
  }

  Holding attentionAt(long wall) {
    return new Holding(token, usableUntil, wall, expiresMonotonic, arrivedMonotonic, forced);
  }

  Holding usableUntil(long wall) {
    return new Holding(token, wall, attentionAt, expiresMonotonic, arrivedMonotonic, forced);
  }
}
