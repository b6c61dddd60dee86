package io.foundryidentity.agent.core.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;

/** What a client sends; can wait for the next byte without reading it. */
public final class ConnectionInput {

  private static final int BUFFER = 16 * 1024;

  private final Socket socket;
  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER];
  private int position;
  private int limit;
  private long deadline;
  private boolean hasDeadline;
  private volatile boolean waitsForBytes;

  public ConnectionInput(Socket socket) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
  }

  /** All reads from now on together must end within that time. */
  public void limitTo(long millis) {
    hasDeadline = true;
    deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
  }

  /** Reads have no time limit from now on. */
  public void unlimited() {
    hasDeadline = false;
  }

  /** Waits until a byte is available; false at the end. */
  public boolean await() throws IOException {
    if (position < limit) {
      return true;
    }
    socket.setSoTimeout(hasDeadline ? millisLeft() : 0);
    waitsForBytes = hasDeadline && in.available() == 0;
    int count = in.read(buffer);
    waitsForBytes = false;
    position = 0;
    limit = Math.max(count, 0);
    return count > 0;
  }

  /**
   * Waits until a byte is available, and counts as {@link #waitsForBytes}; false at the end. There
   * is no limit: the caller closes the socket in time. (A socket that once had a timeout needs
   * three system calls for each read.)
   */
  public boolean awaitFirst() throws IOException {
    if (position < limit) {
      return true;
    }
    socket.setSoTimeout(0);
    waitsForBytes = in.available() == 0;
    int count = in.read(buffer);
    waitsForBytes = false;
    position = 0;
    limit = Math.max(count, 0);
    return count > 0;
  }

  /** Whether a thread waits here for a client that has sent nothing more. */
  public boolean waitsForBytes() {
    return waitsForBytes;
  }

  private int millisLeft() throws SocketTimeoutException {
    long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    if (left <= 0) {
      throw new SocketTimeoutException("timed out");
    }
    return (int) Math.min(left, Integer.MAX_VALUE);
  }

  /**
   * Ends the answer, and reads a little of what the client still sends: a reset could arrive before
   * the answer.
   *
   * @param longestMillis the limit for all of it
   * @param most how many bytes, about
   */
  public void drain(long longestMillis, int most) throws IOException {
    socket.shutdownOutput();
    limitTo(longestMillis);
    int taken = 0;
    while (taken < most && await()) {
      taken += limit - position;
      position = limit;
    }
  }

  /** The next byte, or -1. */
  int read() throws IOException {
    return await() ? buffer[position++] & 0xFF : -1;
  }

  /** At most {@code length} bytes, at least one; -1 at the end. */
  public int read(byte[] target, int offset, int length) throws IOException {
    if (!await()) {
      return -1;
    }
    int count = Math.min(length, limit - position);
    System.arraycopy(buffer, position, target, offset, count);
    position += count;
    return count;
  }
}
