package io.foundryidentity.agent.gateway;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The connections to one target that no request uses; the one that was used last goes first. */
final class IdleConnections {

  /** More are closed: they were needed for a moment only. */
  private static final int MOST = 64;

  /** Shorter than what network devices forget a connection after, which is minutes. */
  private static final long LONGEST_IDLE_NANOS = TimeUnit.SECONDS.toNanos(60);

  // Not a monitor, which would hold a carrier thread on Java 21 to 23.
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Http1Connection> idle = new ArrayDeque<>();
  private boolean closed;

  /** One that can be used; null if there is none. */
  @Nullable Http1Connection take() {
    while (true) {
      Http1Connection last;
      lock.lock();
      try {
        last = idle.pollLast();
      } finally {
        lock.unlock();
      }
      if (last == null || last.isUsable()) {
        return last;
      }
      last.socket.abort();
    }
  }

  /** To be called when the answer on it was read to its end, and nothing followed. */
  void add(Http1Connection connection) {
    connection.becomeIdle();
    Http1Connection surplus = null;
    lock.lock();
    try {
      if (closed) {
        surplus = connection;
      } else {
        idle.addLast(connection);
        if (idle.size() > MOST) {
          surplus = idle.pollFirst();
        }
      }
    } finally {
      lock.unlock();
    }
    if (surplus != null) {
      surplus.socket.abort();
    }
  }

  /** Closes those that were idle for too long; returns whether others are left. */
  boolean closeOld() {
    List<Http1Connection> old = new ArrayList<>();
    boolean left;
    lock.lock();
    try {
      while (!idle.isEmpty() && idle.peekFirst().isIdleFor(LONGEST_IDLE_NANOS)) {
        old.add(idle.pollFirst());
      }
      left = !idle.isEmpty();
    } finally {
      lock.unlock();
    }
    for (Http1Connection connection : old) {
      connection.socket.close();
    }
    return left;
  }

  /** Closes all of them, and those that are given back later. */
  void close() {
    List<Http1Connection> all;
    lock.lock();
    try {
      closed = true;
      all = new ArrayList<>(idle);
      idle.clear();
    } finally {
      lock.unlock();
    }
    for (Http1Connection connection : all) {
      connection.socket.abort();
    }
  }
}
