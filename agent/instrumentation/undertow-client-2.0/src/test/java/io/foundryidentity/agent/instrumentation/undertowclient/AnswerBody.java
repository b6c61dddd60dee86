package io.foundryidentity.agent.instrumentation.undertowclient;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.channels.StreamSourceChannel;

/** An answer's body, taken from its channel on the I/O thread and read on another one. */
final class AnswerBody extends InputStream implements ChannelListener<StreamSourceChannel> {

  private record Part(byte[] bytes, @Nullable IOException failure) {}

  private static final Part END = new Part(new byte[0], null);

  private final BlockingQueue<Part> parts = new LinkedBlockingQueue<>();
  private final Runnable whenRead;
  private Part part = new Part(new byte[0], null);
  private int place;

  /**
   * @param whenRead runs on the I/O thread at the end of the body
   */
  AnswerBody(Runnable whenRead) {
    this.whenRead = whenRead;
  }

  @Override
  public void handleEvent(StreamSourceChannel channel) {
    ByteBuffer buffer = ByteBuffer.allocate(16 * 1024);
    try {
      int count = channel.read(buffer);
      while (count > 0) {
        byte[] bytes = new byte[count];
        buffer.flip().get(bytes);
        parts.add(new Part(bytes, null));
        buffer.clear();
        count = channel.read(buffer);
      }
      if (count < 0) {
        whenRead.run();
        parts.add(END);
      } else {
        channel.getReadSetter().set(this);
        channel.resumeReads();
      }
    } catch (IOException e) {
      parts.add(new Part(new byte[0], e));
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    while (part != END && place == part.bytes.length) {
      try {
        part = parts.take();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      }
      if (part.failure != null) {
        throw part.failure;
      }
      place = 0;
    }
    if (part == END) {
      return -1;
    }
    int count = Math.min(length, part.bytes.length - place);
    System.arraycopy(part.bytes, place, target, offset, count);
    place += count;
    return count;
  }
}
