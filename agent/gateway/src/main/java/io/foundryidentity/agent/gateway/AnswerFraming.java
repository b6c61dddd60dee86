package io.foundryidentity.agent.gateway;

import java.io.IOException;
import java.util.List;

/**
 * Where a target's answer ends, from its head.
 *
 * <p>If the gateway took another end than the target meant, bytes would be left on a connection
 * that is used again, before another request's answer. So an answer whose end can be read in two
 * ways is refused.
 */
final class AnswerFraming {

  /** A length with more digits is not a real one. */
  private static final int MOST_DIGITS = 15;

  private static final int NO_CONTENT = 204;
  private static final int NOT_MODIFIED = 304;

  private final boolean body;
  private final boolean chunked;
  private final boolean open;
  private final long length;

  private AnswerFraming(boolean body, boolean chunked, boolean open, long length) {
    this.body = body;
    this.chunked = chunked;
    this.open = open;
    this.length = length;
  }

  /**
   * @param method of the request
   * @param headers names, each followed by its value
   * @param delimits whether the protocol itself ends each body, as HTTP/2 does
   * @throws IOException if the length is not given in exactly one known way
   */
  static AnswerFraming of(String method, int status, List<String> headers, boolean delimits)
      throws IOException {
    String length = null;
    String encoding = null;
    boolean inOneWay = true;
    for (int i = 0; i < headers.size(); i += 2) {
      String name = headers.get(i);
      if (name.equalsIgnoreCase("Content-Length")) {
        inOneWay = inOneWay && length == null && encoding == null;
        length = headers.get(i + 1);
      } else if (name.equalsIgnoreCase("Transfer-Encoding")) {
        inOneWay = inOneWay && length == null && encoding == null;
        encoding = headers.get(i + 1);
      }
    }
    if (status < 200
        || !inOneWay
        || (encoding != null && !encoding.equalsIgnoreCase("chunked"))
        || (length != null && !isNumber(length))) {
      throw new IOException("the end of its answer cannot be determined");
    }
    boolean body = !method.equals("HEAD") && status != NO_CONTENT && status != NOT_MODIFIED;
    boolean open = body && length == null && encoding == null && !delimits;
    return new AnswerFraming(
        body, encoding != null, open, length == null ? -1 : Long.parseLong(length));
  }

  private static boolean isNumber(String length) {
    boolean digits = !length.isEmpty() && length.length() <= MOST_DIGITS;
    for (int i = 0; i < length.length() && digits; i++) {
      digits = length.charAt(i) >= '0' && length.charAt(i) <= '9';
    }
    return digits;
  }

  /** Whether a body follows; by its method or status an answer may have none. */
  boolean hasBody() {
    return body;
  }

  /** Whether the body comes in chunks. */
  boolean isChunked() {
    return chunked;
  }

  /** Whether the body ends with the connection, so that nobody can tell if it is complete. */
  boolean endsWithConnection() {
    return open;
  }

  /** Whether there is a length; in an answer to HEAD it is the one that a body would have. */
  boolean hasLength() {
    return length >= 0;
  }

  long length() {
    return length;
  }
}
