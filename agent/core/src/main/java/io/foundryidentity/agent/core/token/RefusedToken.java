package io.foundryidentity.agent.core.token;

import org.jspecify.annotations.Nullable;

/** A token that a target answered with 401, and what to do about it; a value. */
final class RefusedToken {

  /** What the cache does after a refusal. */
  enum Remedy {
    /** Nothing: no other token is expected. */
    NONE,
    /** Wait for the running refresh, which may return another token. */
    JOIN,
    /** Start a refresh now. */
    START
  }

  private final String authorization;
  private final RefusalBudget budget;

  /**
   * @param authorization the header's value that was refused
   * @param budget the budget of the target that refused it
   */
  RefusedToken(String authorization, RefusalBudget budget) {
    this.authorization = authorization;
    this.budget = budget;
  }

  /** Whether this token can be sent to the target instead. */
  boolean isReplacedBy(@Nullable BearerToken token) {
    return token != null && !token.authorization().equals(authorization);
  }

  /**
   * Decides what to do; called with the cache's lock held.
   *
   * <p>If the refused token is not the current one, it has been replaced or withdrawn already, and
   * the refusal starts nothing. During the pause after a failure a refusal starts nothing either,
   * so that the source is not overloaded.
   */
  Remedy remedy(Phase phase, TokenSnapshot now, long monotonicNow) {
    if (phase == Phase.CLOSED || budget.isClosed(monotonicNow)) {
      return Remedy.NONE;
    }
    boolean isHeld = now.holds(authorization);
    if (isHeld && now.isFresh(monotonicNow)) {
      hasNoReplacement(monotonicNow);
      return Remedy.NONE;
    }
    if (phase == Phase.REFRESHING) {
      return Remedy.JOIN;
    }
    return isHeld && phase != Phase.BACKING_OFF ? Remedy.START : Remedy.NONE;
  }

  /** The source has no other token: for some time this target's refusals start no refresh. */
  void hasNoReplacement(long monotonicNow) {
    budget.close(monotonicNow);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RefusedToken
        && ((RefusedToken) other).budget == budget
        && ((RefusedToken) other).authorization.equals(authorization);
  }

  @Override
  public int hashCode() {
    return 31 * System.identityHashCode(budget) + authorization.hashCode();
  }
}
