package io.foundryidentity.agent.core.token;

/**
 * What a {@link TokenCache} does about its next token.
 *
 * <p>No phase says whether there is a token: a token that has not reached its end is served in all
 * phases except {@link #CLOSED}.
 */
enum Phase {

  /** No refresh has been started yet. The first caller or a prefetch starts one. */
  NEW,

  /** A refresh is running. */
  REFRESHING,

  /** The last refresh returned a token, a new one or the same. The next refresh is planned. */
  SCHEDULED,

  /** The last refresh failed. The next is planned; until then callers do not wait for a token. */
  BACKING_OFF,

  /** The last refresh failed and nobody has asked since. The next caller starts one. */
  IDLE,

  /** No token is served, and no refresh is started. */
  CLOSED;

  /** Whether a refresh may be started. */
  boolean canRefresh() {
    return this != REFRESHING && this != CLOSED;
  }

  /** Whether the time of the next refresh is set. */
  boolean isPlanned() {
    return this == SCHEDULED || this == BACKING_OFF;
  }

  /** All transitions that exist. */
  boolean canBecome(Phase next) {
    switch (next) {
      case REFRESHING:
        return canRefresh();
      case SCHEDULED:
      case BACKING_OFF:
        return this == REFRESHING;
      case IDLE:
        return this == BACKING_OFF;
      case CLOSED:
        return true;
      default:
        return false;
    }
  }
}
