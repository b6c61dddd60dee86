package io.foundryidentity.agent.gateway;

import io.foundryidentity.agent.core.server.ConnectionInput;
import io.foundryidentity.agent.core.server.HeadReader;
import io.foundryidentity.agent.core.server.Refused;
import io.foundryidentity.agent.core.server.RequestHead;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The body of one request while it is received: empty, with a known length, or in chunks.
 *
 * <p>Read by one thread at a time: the connection's, and then a thread of the HTTP client that
 * forwards it.
 */
final class RequestBody extends InputStream {

  private static final Logger LOG = LoggerFactory.getLogger(RequestBody.class);

  private static final int DROPPED = 16 * 1024;
  private static final int LONGEST_CHUNK_LINE = 4096;
  private static final int LONGEST_TRAILERS = 16 * 1024;

  private final ConnectionInput in;
  private final boolean chunked;
  private final long length;
  private final CountDownLatch end = new CountDownLatch(1);

  /** The bytes that are left of the whole body, or of the current chunk. */
  private long left;

  private boolean begun;
  private volatile boolean failed;
  private volatile boolean handedOver;

  /**
   * Since when its reader has not asked for more; 0 if it waits for the client, or is not looked
   * at.
   */
  private volatile long untakenSince;

  private volatile boolean isAnswered;
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
   * The body that follows {@code head}.
   *
   * @throws Refused if its length is given in two ways, or in an unknown one
   */
  static RequestBody of(RequestHead head, ConnectionInput in) throws Refused {
    String length = head.only("Content-Length");
    String encoding = head.only("Transfer-Encoding");
    if (encoding != null) {
      if (length != null || !encoding.toLowerCase(Locale.ROOT).equals("chunked")) {
        throw new Refused("the end of its body cannot be determined");
      }
      return new RequestBody(in, true, 0);
    }
    return new RequestBody(in, false, length == null ? 0 : number(length, 10));
  }

  private static long number(String digits, int radix) throws Refused {
    boolean plain = !digits.isEmpty() && digits.length() <= 15;
    for (int i = 0; i < digits.length() && plain; i++) {
      // Not with the JDK only, which accepts signs, and digits of all scripts.
      plain = digits.charAt(i) < 0x80 && Character.digit(digits.charAt(i), radix) >= 0;
    }
    if (!plain) {
      throw new Refused("its length is not a number");
    }
    return Long.parseLong(digits, radix);
  }

  /** In bytes, or -1 if it comes in chunks. */
  long length() {
    return chunked ? -1 : length;
  }

  boolean hasEnded() {
    return end.getCount() == 0;
  }

  private boolean awaitEnd(long millis) {
    try {
      return end.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** From now on another thread reads it. */
  void handOver() {
    handedOver = true;
    untakenSince = System.nanoTime() | 1;
  }

  /** The target answers, so it may leave the rest where it is. */
  void answered() {
    isAnswered = true;
  }

  /**
   * For how long the target has taken nothing of it although there is no answer; in nanoseconds.
   */
  long untaken(long nowNanos) {
    long since = untakenSince;
    return since == 0 || isAnswered || hasEnded() ? 0 : Math.max(nowNanos - since, 0);
  }

  /**
   * Waits until the client has sent all of it, after the answer; drops what nobody reads. A client
   * that still sends when its connection closes loses the answer.
   */
  void finish(long millis) {
    if (handedOver) {
      awaitEnd(millis);
      return;
    }
    in.limitTo(millis);
    byte[] dropped = new byte[DROPPED];
    try {
      while (read(dropped, 0, DROPPED) >= 0) {}
    } catch (IOException leftOrLate) {
      LOG.trace("a client did not send the body of its request to its end", leftOrLate);
    }
  }

  /** Whether it ended too early, or was malformed: then the failure is the client's. */
  boolean hasFailed() {
    return failed;
  }

  /** Runs the task when the body has ended; now, if it has ended already. */
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
    untakenSince = 0;
    try {
      return count == 0 ? 0 : readSome(target, offset, count);
    } catch (IOException broken) {
      failed = true;
      throw broken;
    } finally {
      untakenSince = handedOver ? System.nanoTime() | 1 : 0;
    }
  }

  private int readSome(byte[] target, int offset, int count) throws IOException {
    if (hasEnded() || (left == 0 && !nextChunk())) {
      return -1;
    }
    int read = in.read(target, offset, (int) Math.min(count, left));
    if (read < 0) {
      throw new IOException("the request ends before its body is complete");
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
        throw new Refused("a chunk is longer than its declared length");
      }
      begun = true;
      String size = HeadReader.bodyLine(in, LONGEST_CHUNK_LINE);
      int extension = size.indexOf(';');
      left = number((extension < 0 ? size : size.substring(0, extension)).trim(), 16);
      if (left > 0) {
        return true;
      }
      // Trailers are skipped, as no API needs them.
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

  /** Whether the client waits for a 100 Continue before it sends the body. */
  static boolean isAwaited(RequestHead head) {
    List<String> expectations = head.all("Expect");
    return expectations.size() == 1 && expectations.get(0).equalsIgnoreCase("100-continue");
  }
}
