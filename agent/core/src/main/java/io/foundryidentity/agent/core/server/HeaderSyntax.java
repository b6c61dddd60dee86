package io.foundryidentity.agent.core.server;

import org.jspecify.annotations.Nullable;

/** What a header line may consist of (RFC 9110, section 5), in requests and in answers. */
public final class HeaderSyntax {

  private HeaderSyntax() {}

  /**
   * Whether the text up to {@code end} is a token, as names and methods are; an empty one is not.
   *
   * @param end behind its last character; -1 where there is none
   */
  public static boolean isToken(String text, int end) {
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && !(c >= '0' && c <= '9') && "!#$%&'*+-.^_`|~".indexOf(c) < 0) {
        return false;
      }
    }
    return end > 0;
  }

  /**
   * A header's value, without the blanks around it; null if it has a control character.
   *
   * @param from the first character behind the colon
   */
  public static @Nullable String value(String line, int from) {
    int begin = from;
    int end = line.length();
    while (begin < end && isBlank(line.charAt(begin))) {
      begin++;
    }
    while (end > begin && isBlank(line.charAt(end - 1))) {
      end--;
    }
    for (int i = begin; i < end; i++) {
      char c = line.charAt(i);
      if (c != '\t' && (c < ' ' || c == 0x7F)) {
        return null;
      }
    }
    return line.substring(begin, end);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
