package io.foundryidentity.agent.gateway;

import java.io.IOException;
import java.net.http.HttpHeaders;
import java.util.List;

/**
 * How long a target's answer is, by what its head says.
 *
 * <p>The JDK's client takes the first of several lengths, and a length before chunks: what another
 * reader would have taken as well is then left on a connection that is used again, before somebody
 * else's answer. So an answer that can be read in two ways is none.
 */
final class AnswerFraming {

  /** Longer ones are no lengths that anybody sends. */
  private static final int MOST_DIGITS = 15;

  private final long length;

  private AnswerFraming(long length) {
    this.length = length;
  }

  /**
   * @throws IOException where the answer is not framed in one known way
   */
  static AnswerFraming of(int status, HttpHeaders headers) throws IOException {
    List<String> lengths = headers.allValues("Content-Length");
    List<String> encodings = headers.allValues("Transfer-Encoding");
    boolean inOneWay = lengths.size() + encodings.size() <= 1;
    boolean inChunks = encodings.stream().allMatch("chunked"::equalsIgnoreCase);
    if (status < 200 || !inOneWay || !inChunks || !lengths.stream().allMatch(AnswerFraming::is)) {
      throw new IOException("its answer is not framed in one known way");
    }
    return new AnswerFraming(lengths.isEmpty() ? -1 : Long.parseLong(lengths.get(0)));
  }

  private static boolean is(String length) {
    return !length.isEmpty()
        && length.length() <= MOST_DIGITS
        && length.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** Whether there is a length, in an answer to HEAD the one that a body would have. */
  boolean hasLength() {
    return length >= 0;
  }

  long length() {
    return length;
  }
}
