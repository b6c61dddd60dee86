package io.foundryidentity.agent.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The body of one request, as it comes in: none, of a length that was told, or in chunks.
 *
 * <p>Read by one thread at a time: the connection's own, and then perhaps one of the client's that
 * sends it on.
 */
final class RequestBody extends InputStream {

  private static final int LONGEST_CHUNK_LINE = 4096;
  private static final int LONGEST_TRAILERS = 16 * 1024;

  private final ConnectionInput in;
  private final boolean chunked;
  private final long length;
  private final CountDownLatch end = new CountDownLatch(1);

  /** Of the whole body, or of the current chunk. */
  private long left;

  private boolean begun;
  private volatile boolean failed;
  private volatile @Nullable Runnable whenEnded;

  private RequestBody(ConnectionInput in, boolean chunked, long length) {
    this.in = in;
    this.chunked = chunked;
    this.length = length;
    this.left = length;
    if (!chunked && length == 0) {
      end.countDown();
    }
  }

  /**
   * What follows {@code head}.
   *
   * @throws Refused where it is said in two ways how long it is, or in one that is not known
   */
  static RequestBody of(RequestHead head, ConnectionInput in) throws Refused {
    String length = head.only("Content-Length");
    String encoding = head.only("Transfer-Encoding");
    if (encoding != null) {
      if (length != null || !encoding.toLowerCase(Locale.ROOT).equals("chunked")) {
        throw new Refused("its body is not framed in one known way");
      }
      return new RequestBody(in, true, 0);
    }
    return new RequestBody(in, false, length == null ? 0 : number(length, 10));
  }

  private static long number(String digits, int radix) throws Refused {
    boolean plain = !digits.isEmpty() && digits.length() <= 15;
    for (int i = 0; i < digits.length() && plain; i++) {
      // Not by the JDK alone, which takes signs and the digits of all scripts.
      plain = digits.charAt(i) < 0x80 && Character.digit(digits.charAt(i), radix) >= 0;
    }
    if (!plain) {
      throw new Refused("its length is not a number");
    }
    return Long.parseLong(digits, radix);
  }

  /** In bytes, or -1 where it comes in chunks. */
  long length() {
    return chunked ? -1 : length;
  }

  boolean hasEnded() {
    return end.getCount() == 0;
  }

  boolean awaitEnd(long millis) {
    try {
      return end.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Whether it broke off, or was malformed: then the client is to blame for what follows. */
  boolean hasFailed() {
    return failed;
  }

  /** Runs once, at once where the body has ended already. */
  void whenEnded(Runnable task) {
    whenEnded = task;
    if (hasEnded()) {
      task.run();
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    try {
      return count == 0 ? 0 : readSome(target, offset, count);
    } catch (IOException broken) {
      failed = true;
      throw broken;
    }
  }

  private int readSome(byte[] target, int offset, int count) throws IOException {
    if (hasEnded() || (left == 0 && !nextChunk())) {
      return -1;
    }
    int read = in.read(target, offset, (int) Math.min(count, left));
    if (read < 0) {
      throw new IOException("the request ends within its body");
    }
    left -= read;
    if (left == 0 && !chunked) {
      ended();
    }
    return read;
  }

  private boolean nextChunk() throws IOException {
    try {
      if (begun && !HeadReader.bodyLine(in, 2).isEmpty()) {
        throw new Refused("its chunk is longer than it said");
      }
      begun = true;
      String size = HeadReader.bodyLine(in, LONGEST_CHUNK_LINE);
      int extension = size.indexOf(';');
      left = number((extension < 0 ? size : size.substring(0, extension)).trim(), 16);
      if (left > 0) {
        return true;
      }
      // Trailers say nothing that an API needs.
      int room = LONGEST_TRAILERS;
      for (String trailer = HeadReader.bodyLine(in, room);
          !trailer.isEmpty();
          trailer = HeadReader.bodyLine(in, room)) {
        room -= trailer.length() + 2;
      }
      ended();
      return false;
    } catch (Refused malformed) {
      throw new IOException("the request's body is malformed: " + malformed.reason());
    }
  }

  private void ended() {
    end.countDown();
    Runnable task = whenEnded;
    if (task != null) {
      task.run();
    }
  }

  /** Whether the client waits for leave to send it. */
  static boolean isAwaited(RequestHead head) {
    List<String> expectations = head.all("Expect");
    return expectations.size() == 1 && expectations.get(0).equalsIgnoreCase("100-continue");
  }
}
