package io.foundryidentity.agent.core.output;

import org.jspecify.annotations.Nullable;

/**
 * The printable characters of a text, and where in it each stands: so that a secret is found that
 * was broken into lines, or escaped as in a URL, in JSON or in HTML.
 */
final class Plain {

  private static final String[] NAMED = {"amp;", "lt;", "gt;", "quot;", "apos;"};
  private static final String OF_NAMED = "&<>\"'";

  final char[] characters;

  /** Where each character begins in the text. */
  final int[] begins;

  /** Where what stands for each character ends in the text. */
  final int[] ends;

  final int length;

  private Plain(char[] characters, int[] begins, int[] ends, int length) {
    this.characters = characters;
    this.begins = begins;
    this.ends = ends;
    this.length = length;
  }

  static Plain of(String text) {
    return read(text, false);
  }

  /** Null if nothing in the text is escaped. */
  static @Nullable Plain unescaped(String text) {
    return text.indexOf('%') < 0 && text.indexOf('\\') < 0 && text.indexOf('&') < 0
        ? null
        : read(text, true);
  }

  private static Plain read(String text, boolean unescape) {
    char[] characters = new char[text.length()];
    int[] begins = new int[text.length()];
    int[] ends = new int[text.length()];
    int length = 0;
    for (int i = 0; i < text.length(); ) {
      char c = text.charAt(i);
      int width = unescape ? width(text, i) : 1;
      if (width > 1) {
        c = meant(text, i, width);
      }
      if (Hidden.isPrintable(c) || Character.isSurrogate(c)) {
        characters[length] = c;
        begins[length] = i;
        ends[length++] = i + width;
      }
      i += width;
    }
    return new Plain(characters, begins, ends, length);
  }

  /** How many characters of the text stand for one. */
  private static int width(String text, int at) {
    char c = text.charAt(at);
    if (c == '%' && digit(text, at + 1) >= 0 && digit(text, at + 2) >= 0) {
      return 3;
    }
    if (c == '\\' && at + 1 < text.length()) {
      return text.charAt(at + 1) == 'u' && number(text, at + 2, at + 6, 16) >= 0 ? 6 : 2;
    }
    if (c == '&') {
      int end = text.indexOf(';', at);
      boolean number = end > at + 2 && end <= at + 9 && text.charAt(at + 1) == '#';
      if (number && entity(text, at, end) >= 0) {
        return end + 1 - at;
      }
      for (String name : NAMED) {
        if (text.startsWith(name, at + 1)) {
          return name.length() + 1;
        }
      }
    }
    return 1;
  }

  private static char meant(String text, int at, int width) {
    switch (text.charAt(at)) {
      case '%':
        return (char) (digit(text, at + 1) * 16 + digit(text, at + 2));
      case '\\':
        return width == 6 ? (char) number(text, at + 2, at + 6, 16) : text.charAt(at + 1);
      default:
        for (int i = 0; i < NAMED.length; i++) {
          if (text.startsWith(NAMED[i], at + 1)) {
            return OF_NAMED.charAt(i);
          }
        }
        return (char) entity(text, at, at + width - 1);
    }
  }

  private static int entity(String text, int at, int end) {
    boolean hex = text.charAt(at + 2) == 'x' || text.charAt(at + 2) == 'X';
    return number(text, hex ? at + 3 : at + 2, end, hex ? 16 : 10);
  }

  /** -1 if it is not a number. */
  private static int number(String text, int from, int to, int radix) {
    if (from >= to || to > text.length()) {
      return -1;
    }
    int number = 0;
    for (int i = from; i < to; i++) {
      int digit = Character.digit(text.charAt(i), radix);
      if (digit < 0) {
        return -1;
      }
      number = number * radix + digit;
    }
    return number > Character.MAX_VALUE ? -1 : number;
  }

  private static int digit(String text, int at) {
    return at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
  }
}
