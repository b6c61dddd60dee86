package io.foundryidentity.agent.bootstrap;

/**
 * What to do with a call that writes to a connection of an event loop; the answer of {@link
 * EventLoopConnection#turn}.
 *
 * <p>Public for advice.
 */
public enum CallTurn {
  /** Continue; for a request, ask {@link EventLoopConnection#defer} first. */
  FIRST,
  /** Pass the call to {@link EventLoopConnection#hold}, behind others that are held. */
  HELD,
  /** Continue; the call was held before. */
  RESUMED,
  /** Continue and flush; the call was the last of those that were held. */
  LAST_RESUMED,
  /**
   * Do not write: the request that the call belongs to was never sent. The call may be the last of
   * those that were held, so a flush follows here too.
   */
  ORPHANED;

  /** Whether the call was held before; then only the agent waits for its result. */
  public boolean wasHeld() {
    return this == RESUMED || this == LAST_RESUMED || this == ORPHANED;
  }

  /** Whether a flush must follow the call. */
  public boolean isFlushed() {
    return this == LAST_RESUMED || this == ORPHANED;
  }
}
