package io.foundryidentity.agent.core.output;

/** A text, and which of its characters are not shown. */
final class Hidden {

  final String text;
  private final boolean[] hidden;

  Hidden(String text) {
    this.text = text;
    this.hidden = new boolean[text.length()];
  }

  /**
   * @param from the first character that is not shown
   * @param to the one after the last
   */
  void hide(int from, int to) {
    for (int i = Math.max(from, 0); i < to && i < hidden.length; i++) {
      hidden[i] = true;
    }
  }

  /** The text on one line: a mask for each hidden part, and a blank for what is not printable. */
  String flattened() {
    return flattened(0, hidden.length, false);
  }

  /**
   * As {@link #flattened()}, of a part.
   *
   * @param columns whether the blanks stay as many as they are
   */
  String flattened(int from, int to, boolean columns) {
    StringBuilder line = new StringBuilder(Math.min(to - from, 1024));
    boolean blank = false;
    boolean mask = false;
    for (int i = from; i < to; ) {
      int c = text.codePointAt(i);
      int length = Character.charCount(c);
      if (hidden[i] || (length == 2 && hidden[i + 1])) {
        if (!mask) {
          line.append(blank && line.length() > 0 ? " " : "").append(SafeText.MASK);
        }
        mask = true;
        blank = false;
      } else if (isPrintable(c)) {
        line.append(blank && line.length() > 0 ? " " : "").appendCodePoint(c);
        mask = false;
        blank = false;
      } else if (columns) {
        line.append(' ');
        mask = false;
      } else {
        blank = true;
      }
      i += length;
    }
    return line.toString();
  }

  /**
   * False for blanks, control characters of both sets, line separators, characters without a width,
   * marks that change the direction of writing, halves of characters, and characters without a
   * meaning of their own.
   */
  static boolean isPrintable(int c) {
    if (c < 0x7f) {
      return c > ' ';
    }
    switch (Character.getType(c)) {
      case Character.CONTROL:
      case Character.FORMAT:
      case Character.LINE_SEPARATOR:
      case Character.PARAGRAPH_SEPARATOR:
      case Character.SPACE_SEPARATOR:
      case Character.SURROGATE:
      case Character.PRIVATE_USE:
      case Character.UNASSIGNED:
        return false;
      default:
        return true;
    }
  }
}
