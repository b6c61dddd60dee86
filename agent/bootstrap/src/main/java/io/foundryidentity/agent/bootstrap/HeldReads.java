package io.foundryidentity.agent.bootstrap;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

/**
 * A refused answer, and all that follows it on its connection or stream, held back from a client
 * whose threads must not wait, until another token is available or the wait is over.
 *
 * <p>What is held are calls of the client's own method that takes what was read. {@link #run} is
 * called when the wait is over, and makes the calls again on the event loop; all other methods are
 * called there. A client that sees it in time decides about the answer then.
 *
 * <p>Public for advice. The client keeps it with its channel.
 */
public final class HeldReads implements Runnable {

  /** The name under which a client may keep it. */
  public static final String NAME = "foundry-identity-reads";

  private final Executor eventLoop;
  private final Deque<DelayedCall> held = new ArrayDeque<>();

  /** Timers of other threads read it. */
  private volatile boolean holding = true;

  /** The next call is one that was held. */
  private boolean resuming;

  HeldReads(Executor eventLoop) {
    this.eventLoop = eventLoop;
  }

  /**
   * Holds a call, if it must wait.
   *
   * @param caller a look-up of the class that declares the method
   * @return false if the call is to be made now
   */
  public boolean hold(
      MethodHandles.Lookup caller, Method method, Object receiver, Object[] arguments) {
    if (resuming || !holding) {
      resuming = false;
      return false;
    }
    held.add(new DelayedCall(caller, method, receiver, arguments, 0));
    return true;
  }

  public boolean isHolding() {
    return holding;
  }

  /** The wait for another token is over, with or without one. */
  @Override
  public void run() {
    try {
      eventLoop.execute(this::resume);
    } catch (RuntimeException stopped) {
      // The loop has stopped, so nothing else runs there
      resume();
    }
  }

  private void resume() {
    for (DelayedCall next = held.poll(); next != null; next = held.poll()) {
      resuming = true;
      try {
        next.make();
      } finally {
        resuming = false;
      }
    }
    holding = false;
  }
}
