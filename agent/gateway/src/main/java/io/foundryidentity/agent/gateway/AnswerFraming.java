package io.foundryidentity.agent.gateway;

import java.io.IOException;
import java.net.http.HttpHeaders;
import java.util.List;

/**
 * The length of a target's answer, from its head.
 *
 * <p>The JDK's client uses the first of several lengths, and prefers a length to chunks. If the
 * target meant more bytes, they stay on a connection that is used again, before another request's
 * answer. So an answer whose length can be read in two ways is refused.
 */
final class AnswerFraming {

  /** A length with more digits is not a real one. */
  private static final int MOST_DIGITS = 15;

  private final long length;

  private AnswerFraming(long length) {
    this.length = length;
  }

  /**
   * @throws IOException if the length is not given in exactly one known way
   */
  static AnswerFraming of(int status, HttpHeaders headers) throws IOException {
    List<String> lengths = headers.allValues("Content-Length");
    List<String> encodings = headers.allValues("Transfer-Encoding");
    boolean inOneWay = lengths.size() + encodings.size() <= 1;
    boolean inChunks = encodings.stream().allMatch("chunked"::equalsIgnoreCase);
    if (status < 200 || !inOneWay || !inChunks || !lengths.stream().allMatch(AnswerFraming::is)) {
      throw new IOException("the end of its answer cannot be determined");
    }
    return new AnswerFraming(lengths.isEmpty() ? -1 : Long.parseLong(lengths.get(0)));
  }

  private static boolean is(String length) {
    return !length.isEmpty()
        && length.length() <= MOST_DIGITS
        && length.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** Whether there is a length; in an answer to HEAD it is the one that a body would have. */
  boolean hasLength() {
    return length >= 0;
  }

  long length() {
    return length;
  }
}
