package io.foundryidentity.agent.gateway;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks at the open connections again and again, on one thread: requests that take long are watched
 * for a disconnect, and connections that are idle for too long are closed.
 */
final class DisconnectWatch {

  /** Between two looks, while a request is under way. */
  private static final long PAUSE_NANOS = 25_000_000;

  /** Between two looks, while none is. */
  private static final long LONG_PAUSE_NANOS = 500_000_000;

  private final GatewayParts parts;
  private final NextHops hops;
  private final AtomicBoolean running = new AtomicBoolean();

  DisconnectWatch(GatewayParts parts, NextHops hops) {
    this.parts = parts;
    this.hops = hops;
  }

  /** To be called for each connection, after it has been added to the open ones. */
  void begin() {
    if (running.compareAndSet(false, true)) {
      boolean started = false;
      try {
        parts.threads.execute(this::run);
        started = true;
      } finally {
        if (!started) {
          running.set(false);
        }
      }
    }
  }

  private void run() {
    try {
      boolean needed = true;
      while (needed) {
        LockSupport.parkNanos(look() ? PAUSE_NANOS : LONG_PAUSE_NANOS);
        needed = hops.closeOld() || !parts.connections.isEmpty();
      }
    } finally {
      running.set(false);
    }
    if (!parts.connections.isEmpty()) {
      begin();
    }
  }

  private boolean look() {
    boolean soon = false;
    for (Connection connection : parts.connections) {
      soon |= connection.look();
    }
    return soon;
  }
}
