package io.foundryidentity.agent.core.targets;

/**
 * The escapes that every server reads alike, without allocating.
 *
 * <p>Servers unescape a path at different times, some of them twice, and what comes out may be
 * structure: a dot, a slash, a percent sign, the end of a C string. So an escape counts only if it
 * stands for one of these:
 *
 * <ul>
 *   <li>printable ASCII that cannot stand in a path as it is and separates nothing, such as a quote
 *       or a bracket; a blank inside a segment, as some servers cut it off at a segment's ends;
 *   <li>a letter, mark or digit outside of ASCII, in the shortest UTF-8. Signs are not among them,
 *       as some stand for a dot or a slash in another form ({@code U+FF0E}, {@code U+2215}). Nor
 *       are the letters that would become structure for a server that keeps their low byte only
 *       ({@code U+012E}).
 * </ul>
 */
final class PathEscape {

  /** What ASCII servers take for structure, or for the beginning of another escape. */
  private static final String STRUCTURE = "./\\%;?#";

  private PathEscape() {}

  /**
   * The index behind the escaped character, which may take several escapes; -1 if it is not one of
   * those that count.
   *
   * @param at the percent sign
   */
  static int end(String path, int at) {
    int first = octet(path, at);
    if (first < 0x80) {
      return first >= ' ' && isHarmless(path, at, (char) first) ? at + 3 : -1;
    }
    int more = first < 0xC2 ? -1 : first < 0xE0 ? 1 : first < 0xF0 ? 2 : first < 0xF5 ? 3 : -1;
    int codePoint = first & (0x3F >> more);
    int end = at + 3;
    for (int i = 0; i < more; i++, end += 3) {
      int next = octet(path, end);
      if ((next & 0xC0) != 0x80) { // also where there is no escape
        return -1;
      }
      codePoint = codePoint << 6 | (next & 0x3F);
    }
    boolean shortest = more == 1 || codePoint >= (more == 2 ? 0x800 : 0x10000);
    return more > 0 && shortest && isLetter(codePoint) ? end : -1;
  }

  private static boolean isHarmless(String path, int at, char c) {
    if (c == ' ') {
      return at > 0 && path.charAt(at - 1) != '/' && !endsSegment(path, at + 3);
    }
    return c < 0x7F && !isStructure(c) && !TargetPath.isPlainCharacter(c);
  }

  private static boolean endsSegment(String path, int at) {
    return at == path.length() || "/;?".indexOf(path.charAt(at)) >= 0;
  }

  /** False for surrogates too, which no UTF-8 has. */
  private static boolean isLetter(int codePoint) {
    int type = Character.getType(codePoint);
    boolean written =
        Character.isLetterOrDigit(codePoint)
            || type == Character.NON_SPACING_MARK
            || type == Character.COMBINING_SPACING_MARK;
    char low = (char) (codePoint & 0xFF);
    return written && low > ' ' && low != 0x7F && !isStructure(low);
  }

  private static boolean isStructure(char c) {
    return STRUCTURE.indexOf(c) >= 0;
  }

  /** The octet that is escaped at this index; -1 if there is no whole escape. */
  private static int octet(String path, int at) {
    if (at + 2 >= path.length() || path.charAt(at) != '%') {
      return -1;
    }
    int high = hexDigit(path.charAt(at + 1));
    int low = hexDigit(path.charAt(at + 2));
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }

  /** Not {@link Character#digit}, which also takes digits of other scripts. */
  private static int hexDigit(char c) {
    char lower = (char) (c | 0x20);
    return c >= '0' && c <= '9'
        ? c - '0'
        : c < 0x80 && lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
  }
}
