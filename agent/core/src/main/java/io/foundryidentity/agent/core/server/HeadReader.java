package io.foundryidentity.agent.core.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the head of a request strictly by RFC 9112, and refuses what two servers could read in two
 * ways.
 */
public final class HeadReader {

  /** Of header lines, as many short ones would take far more memory than their bytes. */
  private static final int MOST_LINES = 256;

  private static final String VERSION = "HTTP/1.1";

  private final ConnectionInput in;
  private int left;

  private HeadReader(ConnectionInput in, int longest) {
    this.in = in;
    this.left = longest;
  }

  /**
   * The next head, or null if the connection ends before its first byte.
   *
   * @param longest the limit for a whole head, in bytes
   */
  public static @Nullable RequestHead read(ConnectionInput in, int longest)
      throws IOException, Refused {
    return in.await() ? new HeadReader(in, longest).head() : null;
  }

  /** One line of a chunked body, for which the same rules hold. */
  public static String bodyLine(ConnectionInput in, int longest) throws IOException, Refused {
    return new HeadReader(in, longest).line();
  }

  private RequestHead head() throws IOException, Refused {
    String first = line();
    int method = first.indexOf(' ');
    int target = first.indexOf(' ', method + 1);
    if (method < 1
        || target < method + 2
        || !HeaderSyntax.isToken(first, method)
        || !first.substring(target + 1).equals(VERSION)) {
      throw new Refused("its first line is not valid " + VERSION);
    }
    return new RequestHead(
        first.substring(0, method), first.substring(method + 1, target), headers());
  }

  private List<String> headers() throws IOException, Refused {
    List<String> headers = new ArrayList<>();
    for (String header = line(); !header.isEmpty(); header = line()) {
      int colon = header.indexOf(':');
      // A line that continues the one before it begins with a blank, which is not in a name.
      if (!HeaderSyntax.isToken(header, colon)) {
        throw new Refused("it has a malformed header line");
      }
      if (headers.size() >= 2 * MOST_LINES) {
        throw new Refused("it has too many headers");
      }
      String value = HeaderSyntax.value(header, colon + 1);
      if (value == null) {
        throw new Refused("it has a control character in a header");
      }
      headers.add(header.substring(0, colon));
      headers.add(value);
    }
    return headers;
  }

  private String line() throws IOException, Refused {
    // Each byte is one character; only ASCII text is compared.
    StringBuilder line = new StringBuilder(80);
    while (true) {
      int c = in.read();
      if (c < 0) {
        throw new Refused("it ends in the middle of a line");
      }
      if (--left < 0) {
        throw new Refused("it is too long");
      }
      if (c == '\r') {
        if (in.read() != '\n') {
          throw new Refused("it has a carriage return without a line feed");
        }
        return line.toString();
      }
      if (c == '\n') {
        throw new Refused("it has a line that ends without a carriage return");
      }
      line.append((char) c);
    }
  }
}
