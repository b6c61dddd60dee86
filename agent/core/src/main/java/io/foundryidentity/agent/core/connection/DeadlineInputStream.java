package io.foundryidentity.agent.core.connection;

import java.io.FilterInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;

/** A socket's input that ends at one moment, however slowly the bytes come. */
final class DeadlineInputStream extends FilterInputStream {

  private final Socket socket;
  private final long deadlineNanos;

  /**
   * Wraps the socket's input.
   *
   * @param deadlineNanos in {@link System#nanoTime()}'s terms
   */
  DeadlineInputStream(Socket socket, long deadlineNanos) throws IOException {
    super(socket.getInputStream());
    this.socket = socket;
    this.deadlineNanos = deadlineNanos;
  }

  @Override
  public int read() throws IOException {
    arm();
    return in.read();
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    arm();
    return in.read(bytes, offset, length);
  }

  private void arm() throws IOException {
    long millis = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
    if (millis <= 0) {
      throw new SocketTimeoutException("no complete answer in time");
    }
    socket.setSoTimeout((int) millis);
  }
}
