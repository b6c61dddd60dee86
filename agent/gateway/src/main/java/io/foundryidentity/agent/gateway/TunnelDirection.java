package io.foundryidentity.agent.gateway;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;

/**
 * Copies what one side of a WebSocket sends to the other, unchanged.
 *
 * <p>It reads the next piece when the last one is written. So it holds 32 KiB at most, and a side
 * that reads slowly slows the one that writes.
 */
final class TunnelDirection {

  private static final int PIECE = 16 * 1024;

  /** What the sender sends. */
  interface Source {
    int read(byte[] piece, int offset, int length) throws IOException;
  }

  /** How to say that nothing follows. */
  interface End {
    void shutdown() throws IOException;
  }

  private final Source from;
  private final OutputStream to;
  private final End end;

  private volatile long lastMoved = System.nanoTime();
  private volatile boolean writes;
  private volatile boolean ended;
  private volatile long bytes;

  TunnelDirection(Source from, OutputStream to, End end) {
    this.from = from;
    this.to = to;
    this.end = end;
  }

  /**
   * Returns when the sender has ended, and the receiver knows.
   *
   * @throws IOException if one of them has disconnected
   */
  void copy() throws IOException {
    byte[] piece = new byte[PIECE];
    long count = 0;
    for (int read = from.read(piece, 0, PIECE); read >= 0; read = from.read(piece, 0, PIECE)) {
      lastMoved = System.nanoTime();
      writes = true;
      to.write(piece, 0, read);
      to.flush();
      writes = false;
      lastMoved = System.nanoTime();
      count += read;
      bytes = count;
    }
    ended = true;
    end.shutdown();
  }

  long bytes() {
    return bytes;
  }

  boolean hasEnded() {
    return ended;
  }

  /** The time since the last byte came or went. */
  long quietMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastMoved);
  }

  /** The time for which the receiver has taken nothing of what is there; 0 if nothing is. */
  long stalledMillis() {
    return writes ? quietMillis() : 0;
  }
}
