package io.foundryidentity.agent.gateway;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * What the gateway sends to one client, buffered until a flush: counts the bytes, and knows for how
 * long the current write has been waiting for the client to read.
 *
 * <p>Written by one thread at a time, watched by another.
 */
final class WatchedOutput extends OutputStream {

  /** A large part of an answer, and its length before it. */
  private static final int BUFFER = 16 * 1024 + 64;

  private final OutputStream out;
  private final OutputStream buffer = new BufferedOutputStream(new Sending(), BUFFER);

  /** When the current write began; 0 if there is none. */
  private volatile long writingSince;

  private long sent;
  private long taken;

  WatchedOutput(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int one) throws IOException {
    buffer.write(one);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    buffer.write(bytes, offset, length);
  }

  @Override
  public void flush() throws IOException {
    buffer.flush();
  }

  /** Bytes since the connection began. */
  long sent() {
    return sent;
  }

  /** Bytes since the last call; for the thread that writes. */
  long takeSent() {
    long fresh = sent - taken;
    taken = sent;
    return fresh;
  }

  /** For how long the current write has been waiting, in nanoseconds; 0 if there is none. */
  long waiting(long nowNanos) {
    long since = writingSince;
    return since == 0 ? 0 : Math.max(nowNanos - since, 0);
  }

  /** The socket's own stream, below the buffer. */
  private final class Sending extends OutputStream {

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      long now = System.nanoTime();
      writingSince = now == 0 ? 1 : now;
      try {
        out.write(bytes, offset, length);
        sent += length;
      } finally {
        writingSince = 0;
      }
    }
  }
}
