package io.foundryidentity.agent.core.token;

/**
 * How often one target's refusals may force a refresh; one object for each target.
 *
 * <p>A target that refuses a fresh token refuses the identity, not the token: a role is missing, or
 * the tenant is wrong. Another token does not help, and IMDS allows few requests.
 */
public final class RefusalBudget {

  private static final long NEVER = Long.MIN_VALUE;

  private volatile long closedAtMonotonic = NEVER;

  boolean isClosed(long monotonicNow) {
    long closedAt = closedAtMonotonic;
    return closedAt != NEVER && monotonicNow - closedAt < Pacing.REFUSAL_REST;
  }

  void close(long monotonicNow) {
    closedAtMonotonic = monotonicNow;
  }
}
