package io.foundryidentity.agent.gateway;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The connections whose current request has not shown a secret: few at a time, so that a process
 * without a secret cannot take the room of those that have one.
 *
 * <p>Where there are as many as allowed, the oldest is closed and the newest comes in: a client
 * with the secret sends it at once, and has left this set when its place would be taken. One that
 * still has bytes to read is closed last, as its thread may not have had the time yet.
 *
 * <p>Each has a thread, which is free soon after its connection is closed. {@link #begin} waits for
 * that, so that there are never more threads than connections allowed.
 */
final class UnauthenticatedConnections {

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  /** Pauses after which a connection is closed although it has bytes to read. */
  private static final int MOST_PAUSES = 25;

  private final int most;
  // Not a monitor, which would hold a carrier thread on Java 21 to 23.
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Those that are open, the oldest first. */
  private final Set<Connection> open = new LinkedHashSet<>();

  /** Those whose thread runs: {@link #open}, and others that are being closed. */
  private final Set<Connection> running = new HashSet<>();

  UnauthenticatedConnections(int most) {
    this.most = most;
  }

  /** Takes in a new connection; waits until there is room, for milliseconds at most. */
  void begin(Connection connection) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      for (int pauses = 0; running.size() >= most; pauses++) {
        if (open.size() >= most) {
          closeOldest(pauses >= MOST_PAUSES);
        }
        if (running.size() >= most) {
          changed.awaitNanos(PAUSE_NANOS);
        }
      }
      add(connection);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes in a connection that was authenticated before, for its next request. Does not wait: it
   * has its thread already.
   */
  void beginAgain(Connection connection) {
    lock.lock();
    try {
      if (open.size() >= most) {
        closeOldest(true);
      }
      add(connection);
    } finally {
      lock.unlock();
    }
  }

  /**
   * The connection has shown a secret, and leaves this set.
   *
   * @return false if it was closed before
   */
  boolean authenticated(Connection connection) {
    lock.lock();
    try {
      return remove(connection);
    } finally {
      lock.unlock();
    }
  }

  /** The connection has ended; nothing happens if it has left this set before. */
  void ended(Connection connection) {
    authenticated(connection);
  }

  /** How many threads they have. */
  int count() {
    lock.lock();
    try {
      return running.size();
    } finally {
      lock.unlock();
    }
  }

  private void add(Connection connection) {
    open.add(connection);
    running.add(connection);
  }

  private boolean remove(Connection connection) {
    boolean wasOpen = open.remove(connection);
    if (running.remove(connection)) {
      changed.signalAll();
    }
    return wasOpen;
  }

  private void closeOldest(boolean alsoWithBytes) {
    Connection oldest = oldest(alsoWithBytes);
    if (oldest != null) {
      open.remove(oldest);
      oldest.abort();
    }
  }

  private @Nullable Connection oldest(boolean alsoWithBytes) {
    for (Connection connection : open) {
      if (connection.waitsForBytes()) {
        return connection;
      }
    }
    return alsoWithBytes ? open.iterator().next() : null;
  }
}
