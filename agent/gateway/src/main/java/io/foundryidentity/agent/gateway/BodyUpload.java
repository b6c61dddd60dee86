package io.foundryidentity.agent.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a long body on a thread of its own, so that an answer is seen while the body is still being
 * sent.
 *
 * <p>If the target takes no more of it, the rest is read from the client and dropped: a client that
 * is still sending might not read the answer otherwise. If the client breaks off, the connection to
 * the target is closed, so that the target never sees the body as complete.
 */
final class BodyUpload implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(BodyUpload.class);

  private static final int PIECE = 16 * 1024;

  /** The most digits of a piece's length, and the line's end. */
  private static final int ROOM = 6;

  private static final byte[] LAST = "0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

  private final InputStream body;
  private final boolean inChunks;
  private final OutputStream target;
  private final TargetSocket socket;
  private volatile boolean complete;

  BodyUpload(ForwardedBody body, Http1Connection connection) {
    this.body = body.stream();
    this.inChunks = body.length() < 0;
    this.target = connection.out();
    this.socket = connection.socket;
  }

  /** Whether the target has got all of it. */
  boolean isComplete() {
    return complete;
  }

  @Override
  public void run() {
    // Room before and after the bytes, so that each chunk is one write
    byte[] piece = new byte[ROOM + PIECE + 2];
    boolean takes = true;
    try {
      for (int count = read(piece); count >= 0; count = read(piece)) {
        if (takes && count > 0) {
          takes = write(piece, count);
        }
      }
    } catch (IOException broken) {
      LOG.trace("a client broke off the body of its request", broken);
      socket.abort();
      return;
    }
    complete = takes && (!inChunks || writeLast());
  }

  private int read(byte[] piece) throws IOException {
    return body.read(piece, ROOM, PIECE);
  }

  private boolean write(byte[] piece, int count) {
    int from = ROOM;
    int end = ROOM + count;
    if (inChunks) {
      byte[] size = (Integer.toHexString(count) + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
      from -= size.length;
      System.arraycopy(size, 0, piece, from, size.length);
      piece[end++] = '\r';
      piece[end++] = '\n';
    }
    return write(piece, from, end - from);
  }

  private boolean writeLast() {
    return write(LAST, 0, LAST.length);
  }

  private boolean write(byte[] bytes, int from, int count) {
    try {
      target.write(bytes, from, count);
      return true;
    } catch (IOException takesNoMore) {
      LOG.trace("a target takes no more of a request's body", takesNoMore);
      return false;
    }
  }
}
