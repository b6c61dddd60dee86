package io.foundryidentity.agent.core.target;

/** Writes a configured text into a message: in quotes, on one line, without what may be secret. */
public final class Quoted {

  private static final int LONGEST = 200;

  private Quoted() {}

  /**
   * User information and queries are where URLs carry passwords and keys, so both are masked; so
   * are control characters, which could forge a line of the log.
   */
  public static String quote(String text) {
    String shown = text;
    int query = shown.indexOf('?');
    if (query >= 0) {
      shown = shown.substring(0, query) + "?***";
    }
    int at = shown.lastIndexOf('@');
    if (at >= 0) {
      int scheme = shown.indexOf("://");
      int from = scheme >= 0 && scheme < at ? scheme + 3 : 0;
      shown = shown.substring(0, from) + "***" + shown.substring(at);
    }
    StringBuilder quoted = new StringBuilder("'");
    for (int i = 0; i < shown.length() && i < LONGEST; i++) {
      char c = shown.charAt(i);
      quoted.append(isPrintable(c) ? c : '?');
    }
    if (shown.length() > LONGEST) {
      quoted.append("...");
    }
    return quoted.append('\'').toString();
  }

  /** Line separators, and the marks that make a terminal write backwards, are not. */
  private static boolean isPrintable(char c) {
    return c >= ' '
        && (c < 0x7F || c > 0x9F)
        && (c < 0x200B || c > 0x200F)
        && (c < 0x2028 || c > 0x202E)
        && (c < 0x2066 || c > 0x2069)
        && c != 0xFEFF;
  }
}
