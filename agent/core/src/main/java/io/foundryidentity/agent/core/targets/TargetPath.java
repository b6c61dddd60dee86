package io.foundryidentity.agent.core.targets;

/**
 * Compares a request's path with a target's prefix, segment by segment, without allocating.
 *
 * <p>Public for the gateway, which checks every path by the rules for a path under a prefix.
 */
public final class TargetPath {

  /** What RFC 3986 (section 2) calls unreserved, except the dot. */
  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_~";

  /**
   * What else a segment may have as it is: the dot, the sub-delimiters, and the colon and the at
   * sign, which no server reads as anything else ({@code /contentsafety/text:analyze}).
   */
  private static final String OTHER = ".!$&'()*+,;=:@";

  private static final long[] NAME = bits(UNRESERVED);
  private static final long[] PLAIN = bits(UNRESERVED + OTHER);

  private TargetPath() {}

  /**
   * @param path a raw path, with or without a query
   */
  public static boolean isUnder(String path, String prefix) {
    int length = prefix.length();
    if (!path.startsWith(prefix)) {
      return false;
    }
    if (path.length() > length) {
      char next = path.charAt(length);
      if (next != '/' && next != '?') {
        return false;
      }
    }
    return isPlain(path);
  }

  /**
   * Whether every server reads the same segments: they are not empty, except one at the end, and
   * have unreserved characters, sub-delimiters, and {@linkplain PathEscape well-formed escapes} of
   * neither. No segment is dots only, also not before parameters or an escape: servers remove those
   * in different orders. Of a query only this counts: it has no character that could end the
   * request line, or become one that does. A fragment is never sent, so a path with one is not
   * plain.
   */
  public static boolean isPlain(String path) {
    int length = path.length();
    int at = 0;
    if (length > 0 && path.charAt(0) != '/' && !isSegment(path, 0)) {
      return false;
    }
    while (at < length) {
      char c = path.charAt(at);
      if (has(PLAIN, c)) {
        at++;
      } else if (c == '/') {
        at++;
        if (!isSegment(path, at)) {
          return false;
        }
      } else if (c == '%') {
        int end = PathEscape.end(path, at);
        if (end < 0) {
          return false;
        }
        at = end;
      } else {
        return c == '?' && isPrintable(path, at + 1);
      }
    }
    return true;
  }

  /** Whether a segment may begin like this; the end of the path may be an empty one. */
  private static boolean isSegment(String path, int from) {
    int length = path.length();
    if (from == length) {
      return true;
    }
    char first = path.charAt(from);
    if (first != '.') {
      return first != '/' && first != ';';
    }
    int at = from + 1;
    while (at < length && path.charAt(at) == '.') {
      at++;
    }
    return at < length && has(NAME, path.charAt(at));
  }

  private static boolean isPrintable(String path, int from) {
    for (int i = from; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c <= ' ' || c >= 0x7F) {
        return false;
      }
    }
    return true;
  }

  private static boolean has(long[] set, char c) {
    return c < 0x80 && ((set[c >> 6] >>> c) & 1) != 0;
  }

  /** One bit for each ASCII character; the shift takes the character modulo 64. */
  private static long[] bits(String characters) {
    long[] bits = new long[2];
    for (int i = 0; i < characters.length(); i++) {
      char c = characters.charAt(i);
      bits[c >> 6] |= 1L << c;
    }
    return bits;
  }

  /** Whether a character stands for itself in a path, so that an escape of it hides something. */
  static boolean isPlainCharacter(char c) {
    return has(PLAIN, c) && c != ':' && c != '@';
  }
}
