package io.foundryidentity.agent.premain;

import org.jspecify.annotations.Nullable;

/**
 * The names of the classes that the agent instruments, or that tell it of a client.
 *
 * <p>The list is made when the jar is built, from the instrumentations themselves, as a hash table
 * that is used as it is in the file: before {@code main} the JVM still interprets bytecode, and
 * there a map of two hundred names costs milliseconds. A place in the table is chosen by a few
 * characters at the end of a name, because a client may have been shaded into another's package. So
 * nearly every class that is not listed costs four characters and no object.
 *
 * <p>The index has for each of {@value #PLACES} places the position of its names in two bytes, or 0
 * if it has none. The names of a place follow each other, each with its length in one byte before
 * it, and a 0 is after the last one.
 */
final class JoinPointNames {

  static final String INDEX = "join-points.index";
  private static final int PLACES = 1024;

  /** No listed name is shorter; the last character that decides on a place is so far away. */
  private static final int SHORTEST = 10;

  private final byte[] index;
  private final String[] more;

  /**
   * @param more names that are not in the index, with slashes
   */
  JoinPointNames(byte[] index, String... more) {
    this.index = index;
    this.more = more;
  }

  /**
   * Whether that is the name of such a class, in its own package or in another's below which it was
   * moved.
   *
   * @param className with slashes, as the JVM writes it, or with dots; null for a class without a
   *     name
   */
  boolean contains(@Nullable String className) {
    if (className == null || className.length() < SHORTEST) {
      return false;
    }
    int place = 2 * place(className);
    int at = (index[place] & 0xff) << 8 | (index[place + 1] & 0xff);
    while (at != 0 && index[at] != 0) {
      if (endsWith(className, at)) {
        return true;
      }
      at += 1 + (index[at] & 0xff);
    }
    return more.length > 0 && isOneOf(more, className);
  }

  /** What {@code JoinPointIndex}, which writes the index, calculates too. */
  private static int place(String name) {
    int end = name.length();
    int hash = letter(name, end - 2);
    hash = 37 * hash + letter(name, end - 4);
    hash = 37 * hash + letter(name, end - 7);
    hash = 37 * hash + letter(name, end - 10);
    return (hash ^ hash >>> 10) & (PLACES - 1);
  }

  /** The same for a dot and a slash. */
  private static int letter(String name, int at) {
    return name.charAt(at) | 1;
  }

  /** Whether the name ends with the one in the index, at the beginning of a part. */
  private boolean endsWith(String className, int at) {
    int length = index[at] & 0xff;
    int before = className.length() - length;
    if (before < 0 || (before > 0 && slashed(className.charAt(before - 1)) != '/')) {
      return false;
    }
    for (int i = length; i > 0; i--) {
      if (slashed(className.charAt(before + i - 1)) != index[at + i]) {
        return false;
      }
    }
    return true;
  }

  private static char slashed(char c) {
    return c == '.' ? '/' : c;
  }

  private static boolean isOneOf(String[] names, String className) {
    for (String name : names) {
      if (name.equals(className.replace('.', '/'))) {
        return true;
      }
    }
    return false;
  }
}
