package io.foundryidentity.agent.core.token;

import org.jspecify.annotations.Nullable;

/** The state of a cache at one moment, which readers get with a single volatile read. */
final class TokenSnapshot {

  /** No token and no running refresh: the first caller starts one. */
  static final TokenSnapshot NOTHING = new TokenSnapshot(null, Long.MIN_VALUE, 0, 0, false);

  /** The limit for a life, so that sums do not overflow; no real token lives that long. */
  private static final long LONGEST_LIFE = 365L * 24 * 60 * 60 * 1000;

  /** Also kept after its end, to recognize it if the source returns it again. */
  final @Nullable BearerToken token;

  /** When the token is no longer served, by the wall clock. */
  private final long usableUntil;

  /** From this time a caller must check whether a refresh is due, by the wall clock. */
  final long attentionAt;

  /** The token's expiry by the monotonic clock, computed when it arrived. */
  private final long expiresMonotonic;

  /** When the token arrived, by the monotonic clock. */
  private final long arrivedMonotonic;

  /** Whether a target that had refused the previous token waited for this one. */
  private final boolean followedRefusal;

  private TokenSnapshot(
      @Nullable BearerToken token,
      long usableUntil,
      long expiresMonotonic,
      long arrivedMonotonic,
      boolean followedRefusal) {
    this(token, usableUntil, Long.MIN_VALUE, expiresMonotonic, arrivedMonotonic, followedRefusal);
  }

  private TokenSnapshot(
      @Nullable BearerToken token,
      long usableUntil,
      long attentionAt,
      long expiresMonotonic,
      long arrivedMonotonic,
      boolean followedRefusal) {
    this.token = token;
    this.usableUntil = usableUntil;
    this.attentionAt = attentionAt;
    this.expiresMonotonic = expiresMonotonic;
    this.arrivedMonotonic = arrivedMonotonic;
    this.followedRefusal = followedRefusal;
  }

  /** A token that arrives now, with the time until its expiry and the time that it is served. */
  static TokenSnapshot arrived(
      BearerToken token, long life, long usable, long wall, long monotonic, boolean afterRefusal) {
    return new TokenSnapshot(token, wall + usable, monotonic + life, monotonic, afterRefusal);
  }

  @Nullable BearerToken usableAt(long wallNow) {
    return wallNow < usableUntil ? token : null;
  }

  /** How long the token will still be served; 0 if there is none. */
  long usableFor(long wallNow) {
    return token == null || wallNow >= usableUntil ? 0 : usableUntil - wallNow;
  }

  boolean holds(String authorization) {
    return token != null && token.authorization().equals(authorization);
  }

  /**
   * Whether the token came recently, and after another one was refused, so that a newer one would
   * not help.
   */
  boolean isFresh(long monotonicNow) {
    return followedRefusal && monotonicNow - arrivedMonotonic < Pacing.REFUSAL_REST;
  }

  /**
   * How long a token that comes now is still valid. If it is the current token again, its end does
   * not move, even if the source or the wall clock now gives another one.
   */
  long lifeOf(BearerToken answer, long wallNow, long monotonicNow) {
    long life = life(answer, wallNow);
    if (token == null || !token.sameToken(answer)) {
      return life;
    }
    return Math.min(life, Math.min(life(token, wallNow), expiresMonotonic - monotonicNow));
  }

  private static long life(BearerToken token, long wallNow) {
    return token.expiresAtMillis() <= wallNow
        ? 0
        : Math.min(token.expiresAtMillis() - wallNow, LONGEST_LIFE);
  }

  TokenSnapshot attentionAt(long wall) {
    return new TokenSnapshot(
        token, usableUntil, wall, expiresMonotonic, arrivedMonotonic, followedRefusal);
  }

  TokenSnapshot usableUntil(long wall) {
    return new TokenSnapshot(
        token, wall, attentionAt, expiresMonotonic, arrivedMonotonic, followedRefusal);
  }
}
