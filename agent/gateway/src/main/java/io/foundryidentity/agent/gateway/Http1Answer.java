package io.foundryidentity.agent.gateway;

import java.io.IOException;
import java.util.List;

/** An answer that arrives over one of the gateway's own connections. */
final class Http1Answer implements TargetAnswer {

  private static final int LONGEST_CHUNK_LINE = 4096;
  private static final int LONGEST_TRAILERS = 16 * 1024;
  private static final int MOST_HEX_DIGITS = 12;

  private final AnswerHead head;
  private final AnswerFraming framing;
  private final AnswerInput in;
  private final Ending ending;

  /** The bytes that are left of the whole body, or of the current chunk. */
  private long left;

  private boolean betweenChunks;
  private boolean ended;
  private boolean closed;

  /**
   * @param ending gets the connection when it is not needed any more
   */
  Http1Answer(AnswerHead head, AnswerFraming framing, AnswerInput in, Ending ending) {
    this.head = head;
    this.framing = framing;
    this.in = in;
    this.ending = ending;
    this.left = framing.isChunked() ? 0 : framing.length();
    this.ended = !framing.hasBody() || (!framing.isChunked() && left == 0);
  }

  @Override
  public int status() {
    return head.status();
  }

  @Override
  public List<String> headers() {
    return head.headers();
  }

  @Override
  public AnswerFraming framing() {
    return framing;
  }

  @Override
  public int read(byte[] piece, BeforeWait beforeWait) throws IOException {
    if (ended) {
      return -1;
    }
    in.beforeWait(beforeWait);
    if (framing.isChunked()) {
      if (left == 0 && !nextChunk()) {
        return -1;
      }
    } else if (framing.endsWithConnection()) {
      int count = in.read(piece, 0, piece.length);
      ended = count < 0;
      return count;
    }
    int count = in.read(piece, 0, (int) Math.min(piece.length, left));
    if (count < 0) {
      throw new IOException("it ended its answer too early");
    }
    left -= count;
    ended = left == 0 && !framing.isChunked();
    return count;
  }

  private boolean nextChunk() throws IOException {
    if (betweenChunks && !in.line(0).isEmpty()) {
      throw new IOException("a chunk of its answer is longer than its declared length");
    }
    betweenChunks = true;
    left = size(in.line(LONGEST_CHUNK_LINE));
    if (left > 0) {
      return true;
    }
    // Trailers are skipped, as no API needs them.
    int room = LONGEST_TRAILERS;
    for (String line = in.line(room); !line.isEmpty(); line = in.line(room)) {
      room -= line.length() + 2;
      if (room < 0) {
        throw new IOException("its answer has too many trailers");
      }
    }
    ended = true;
    return false;
  }

  private static long size(String line) throws IOException {
    int end = line.indexOf(';');
    end = end < 0 ? line.length() : end;
    while (end > 0 && (line.charAt(end - 1) == ' ' || line.charAt(end - 1) == '\t')) {
      end--;
    }
    boolean valid = end > 0 && end <= MOST_HEX_DIGITS;
    long size = 0;
    for (int i = 0; i < end && valid; i++) {
      char c = line.charAt(i);
      int digit = c < 0x80 ? Character.digit(c, 16) : -1;
      valid = digit >= 0;
      size = size * 16 + digit;
    }
    if (!valid) {
      throw new IOException("a chunk of its answer has no valid size");
    }
    return size;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    // With a length where no body may be, what follows might be the body after all: some servers
    // send one to HEAD.
    boolean clear = framing.hasBody() || (!framing.isChunked() && framing.length() < 1);
    ending.end(
        ended && clear && !framing.endsWithConnection() && head.persists() && in.buffered() == 0);
  }

  /** What becomes of the connection. */
  interface Ending {
    void end(boolean reusable);
  }
}
