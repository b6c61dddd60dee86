package io.foundryidentity.agent.bootstrap;

import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A call of a client's method that is made on the connection's own thread, if it is not there
 * already; for clients that write on any thread.
 */
final class MovedCall implements Runnable {

  private final DelayedCall call;
  private final Object event;
  private final Object connection;

  /** The thread that asks, while it asks: an executor runs what it gets there at once, or later. */
  private volatile @Nullable Thread asking = Thread.currentThread();

  /** Read and written by the asking thread alone. */
  private boolean isThere;

  /**
   * @param event which marks the call when it is made, for {@link AuthorizationBridge#takeObject}
   * @param connection the mark
   */
  MovedCall(DelayedCall call, Object event, Object connection) {
    this.call = call;
    this.event = event;
    this.connection = connection;
  }

  /** False if the calling thread is the right one, or if there is none any more. */
  boolean isMovedTo(Executor thread) {
    try {
      thread.execute(this);
    } catch (RuntimeException stopped) {
      // Nothing else runs there: the call fails by itself
      return false;
    }
    asking = null;
    return !isThere;
  }

  @Override
  public void run() {
    if (asking == Thread.currentThread()) {
      isThere = true;
      return;
    }
    AuthorizationBridge.handOver(event, connection);
    try {
      call.make();
    } finally {
      AuthorizationBridge.takeObject(event);
    }
  }
}
