package io.foundryidentity.agent.gateway;

import io.foundryidentity.agent.core.server.HeaderSyntax;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * An answer's first line and header lines, read strictly by RFC 9112: what two clients could read
 * in two ways is refused. The messages quote nothing, as an answer may repeat the token.
 */
final class AnswerHead {

  /** In bytes, for a whole head. */
  private static final int LONGEST = 64 * 1024;

  private static final int MOST_LINES = 256;

  /** Interim answers (1xx) before the answer. */
  private static final int MOST_INTERIM = 16;

  private static final int SWITCHING = 101;

  /** {@code HTTP/1.x} and the status; a reason may follow. */
  private static final int SHORTEST_LINE = 12;

  private final int status;
  private final boolean persistent;
  private final List<String> headers;

  private AnswerHead(int status, boolean persistent, List<String> headers) {
    this.status = status;
    this.persistent = persistent;
    this.headers = headers;
  }

  /** Reads the next head, and skips those of interim answers before it. */
  static AnswerHead read(AnswerInput in) throws IOException {
    AnswerHead head = readToUpgrade(in);
    if (head.switches()) {
      throw new IOException("it switched to a protocol that nobody asked for");
    }
    return head;
  }

  /** The same after a request that asked for another protocol: a 101 is no interim answer then. */
  static AnswerHead readToUpgrade(AnswerInput in) throws IOException {
    for (int interim = 0; interim <= MOST_INTERIM; interim++) {
      AnswerHead head = readOne(in);
      if (head.switches() && !head.persistent) {
        throw new IOException("it switched to another protocol, which HTTP/1.0 does not have");
      }
      if (head.switches() || head.status >= 200) {
        return head;
      }
    }
    throw new IOException("it sent too many interim answers");
  }

  private static AnswerHead readOne(AnswerInput in) throws IOException {
    String first = in.line(LONGEST);
    int left = LONGEST - first.length();
    List<String> headers = new ArrayList<>(32);
    for (String line = in.line(left); !line.isEmpty(); line = in.line(left)) {
      left -= line.length() + 2;
      if (headers.size() >= 2 * MOST_LINES || left < 0) {
        throw new IOException("its answer has too many headers");
      }
      // A line that continues the one before it begins with a blank, which is not in a name.
      int colon = line.indexOf(':');
      if (!HeaderSyntax.isToken(line, colon)) {
        throw new IOException("its answer has a malformed header line");
      }
      String value = HeaderSyntax.value(line, colon + 1);
      if (value == null) {
        throw new IOException("its answer has a control character in a header");
      }
      headers.add(line.substring(0, colon));
      headers.add(value);
    }
    return new AnswerHead(status(first), first.charAt(7) == '1', headers);
  }

  private static int status(String line) throws IOException {
    boolean valid =
        line.length() >= SHORTEST_LINE
            && (line.startsWith("HTTP/1.1 ") || line.startsWith("HTTP/1.0 "))
            && (line.length() == SHORTEST_LINE || line.charAt(SHORTEST_LINE) == ' ');
    int status = 0;
    for (int i = 9; i < SHORTEST_LINE && valid; i++) {
      valid = line.charAt(i) >= '0' && line.charAt(i) <= '9';
      status = status * 10 + line.charAt(i) - '0';
    }
    if (!valid || status < 100) {
      throw new IOException("its answer is not valid HTTP/1.1");
    }
    return status;
  }

  int status() {
    return status;
  }

  /** Whether what follows is in the other protocol that the request asked for. */
  boolean switches() {
    return status == SWITCHING;
  }

  /** Names, each followed by its value. */
  List<String> headers() {
    return headers;
  }

  /** The values of all headers of that name. */
  List<String> all(String name) {
    List<String> values = new ArrayList<>(1);
    for (int i = 0; i < headers.size(); i += 2) {
      if (headers.get(i).equalsIgnoreCase(name)) {
        values.add(headers.get(i + 1));
      }
    }
    return values;
  }

  /** Whether the connection stays open after this answer. */
  boolean persists() {
    return persistent && !HopByHop.of(headers).saysClose();
  }
}
