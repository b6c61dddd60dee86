package io.foundryidentity.agent.gateway;

import io.foundryidentity.agent.gateway.TargetAnswer.BeforeWait;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** What a target sends over one connection: lines that end with CR LF, and bytes. */
final class AnswerInput {

  /** A whole TLS record. */
  private static final int BUFFER = 16 * 1024;

  private static final BeforeWait NOTHING = () -> {};

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER];
  private int position;
  private int limit;
  private BeforeWait beforeWait = NOTHING;
  private boolean begun;

  AnswerInput(InputStream in) {
    this.in = in;
  }

  /** The next bytes belong to another answer. */
  void beginAnswer() {
    begun = false;
    beforeWait = NOTHING;
  }

  /** Whether a byte has arrived since {@link #beginAnswer}. */
  boolean hasBegun() {
    return begun;
  }

  void beforeWait(BeforeWait task) {
    beforeWait = task;
  }

  /** How many bytes were received and not read. */
  int buffered() {
    return limit - position;
  }

  private boolean fill() throws IOException {
    beforeWait.run();
    int count = in.read(buffer, 0, BUFFER);
    position = 0;
    limit = Math.max(count, 0);
    begun = begun || count > 0;
    return count > 0;
  }

  /** At most {@code length} bytes, at least one; -1 at the connection's end. */
  int read(byte[] target, int offset, int length) throws IOException {
    if (position == limit) {
      if (length >= BUFFER) {
        beforeWait.run();
        return in.read(target, offset, length);
      }
      if (!fill()) {
        return -1;
      }
    }
    int count = Math.min(length, limit - position);
    System.arraycopy(buffer, position, target, offset, count);
    position += count;
    return count;
  }

  private int read() throws IOException {
    return position < limit || fill() ? buffer[position++] & 0xFF : -1;
  }

  /**
   * A line without its end; each byte is one character.
   *
   * @param longest the limit for it, in bytes
   */
  String line(int longest) throws IOException {
    int end = position;
    while (end < limit && buffer[end] != '\r' && buffer[end] != '\n') {
      end++;
    }
    int length = end - position;
    if (end + 1 < limit && buffer[end] == '\r' && buffer[end + 1] == '\n' && length <= longest) {
      String line = new String(buffer, position, length, StandardCharsets.ISO_8859_1);
      position = end + 2;
      return line;
    }
    return splitLine(longest);
  }

  /** A line that is not in the buffer as a whole, or is malformed. */
  private String splitLine(int longest) throws IOException {
    StringBuilder line = new StringBuilder(80);
    while (true) {
      int c = read();
      if (c < 0) {
        throw new IOException(
            begun ? "it ended its answer too early" : "it closed the connection without an answer");
      }
      if (c == '\r') {
        if (read() != '\n') {
          throw new IOException("its answer has a carriage return without a line feed");
        }
        return line.toString();
      }
      if (c == '\n') {
        throw new IOException("its answer has a line that ends without a carriage return");
      }
      if (line.length() >= longest) {
        throw new IOException("its answer has a line that is too long, or too many lines");
      }
      line.append((char) c);
    }
  }
}
