package io.foundryidentity.agent.instrumentation.netty.client;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A body that one thread reads while it arrives on an event loop. */
final class StreamedBody extends InputStream {

  private static final byte[] END = {};

  private final BlockingQueue<byte[]> pieces = new LinkedBlockingQueue<>();
  private byte[] piece = {};
  private int position;

  void add(byte[] bytes) {
    if (bytes.length > 0) {
      pieces.add(bytes);
    }
  }

  void end() {
    pieces.add(END);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (position == piece.length && piece != END) {
      piece = next();
      position = 0;
    }
    if (piece == END) {
      return -1;
    }
    int count = Math.min(length, piece.length - position);
    System.arraycopy(piece, position, into, offset, count);
    position += count;
    return count;
  }

  private byte[] next() throws IOException {
    try {
      byte[] next = pieces.poll(60, TimeUnit.SECONDS);
      if (next == null) {
        throw new IOException("no more of the body came");
      }
      return next;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
