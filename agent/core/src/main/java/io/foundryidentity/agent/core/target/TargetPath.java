package io.foundryidentity.agent.core.target;

/**
 * Compares a request's path with a target's prefix, segment by segment, without allocating.
 *
 * <p>Public for the gateway, which holds every path to what a prefix asks for.
 */
public final class TargetPath {

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
      if (next != '/' && next != '?' && next != '#') {
        return false;
      }
    }
    return isPlain(path);
  }

  /**
   * Whether every server reads the same segments: no dot segments, not even with parameters behind
   * them, and no escaped dot, slash, backslash or percent sign that a later hop might unescape.
   */
  public static boolean isPlain(String path) {
    int segment = 0;
    for (int i = 0; i <= path.length(); i++) {
      char c = i == path.length() ? '?' : path.charAt(i);
      if (c == '/' || c == ';' || c == '?' || c == '#') {
        if (isDots(path, segment, i)) {
          return false;
        }
        if (c == '?' || c == '#') {
          return true;
        }
        if (c == '/') {
          segment = i + 1;
        }
      } else if (c == '\\' || (c == '%' && isEscapedStructure(path, i + 1))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDots(String path, int from, int to) {
    int length = to - from;
    return (length == 1 || length == 2)
        && path.charAt(from) == '.'
        && (length == 1 || path.charAt(from + 1) == '.');
  }

  private static boolean isEscapedStructure(String path, int at) {
    if (at + 1 >= path.length()) {
      return true;
    }
    char first = path.charAt(at);
    char second = (char) (path.charAt(at + 1) | 0x20);
    return first == '2'
        ? second == 'e' || second == 'f' || path.charAt(at + 1) == '5'
        : first == '5' && second == 'c';
  }
}
