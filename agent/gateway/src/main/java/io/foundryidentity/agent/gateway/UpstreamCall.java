package io.foundryidentity.agent.gateway;

import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The calls to the target for one request of a client; cancelled when the client disconnects.
 *
 * <p>A call that has ended is not cancelled: its connection may already carry another client's
 * request. So what cancels it runs under the lock, and must not wait.
 */
final class UpstreamCall {

  // Not a monitor, which would hold a carrier thread on Java 21 to 23.
  private final ReentrantLock lock = new ReentrantLock();
  private boolean cancelled;
  private @Nullable Runnable underWay;

  /**
   * A call begins, or goes on with something else to cancel.
   *
   * @param cancel ends it; does not wait
   * @throws IOException if the client has disconnected
   */
  void begin(Runnable cancel) throws IOException {
    lock.lock();
    try {
      if (cancelled) {
        throw new IOException("the client disconnected");
      }
      underWay = cancel;
    } finally {
      lock.unlock();
    }
  }

  /** The call has ended; returns whether it was not cancelled before. */
  boolean end() {
    lock.lock();
    try {
      underWay = null;
      return !cancelled;
    } finally {
      lock.unlock();
    }
  }

  /** To be called when the client has disconnected. */
  void cancel() {
    lock.lock();
    try {
      cancelled = true;
      Runnable cancel = underWay;
      underWay = null;
      if (cancel != null) {
        cancel.run();
      }
    } finally {
      lock.unlock();
    }
  }

  boolean isCancelled() {
    lock.lock();
    try {
      return cancelled;
    } finally {
      lock.unlock();
    }
  }
}
