package io.foundryidentity.agent.core.targets;

import io.foundryidentity.agent.core.output.SafeText;

/** Quotes a configured value for a message: on one line, without parts that may be secret. */
public final class Quoted {

  private static final int LONGEST = 200;

  private Quoted() {}

  /**
   * Masks user information, queries and fragments, which may contain passwords and keys, and
   * control characters, which could forge a log line.
   */
  public static String quote(String text) {
    return quote(text, text.contains("://"));
  }

  /**
   * As {@link #quote(String)}, for what should be a host: half of the user information may stand
   * alone, as a comma in a password ends the entry.
   */
  static String quoteHost(String text) {
    return quote(text, true);
  }

  private static String quote(String text, boolean host) {
    int scheme = text.indexOf("://");
    int begin = scheme < 0 ? 0 : scheme + 3;
    // First what is before the last @: a password may hold any character, also a question mark
    int at = text.lastIndexOf('@');
    boolean user = at >= begin;
    int end = user ? at : begin;
    while (end < text.length() && text.charAt(end) != '?' && text.charAt(end) != '#') {
      end++;
    }
    String shown = text.substring(user ? at : begin, end);
    StringBuilder quoted = new StringBuilder(text.substring(0, begin));
    quoted.append(user ? SafeText.MASK : "");
    quoted.append(host && !user ? withoutPassword(shown) : shown);
    if (end < text.length()) {
      quoted.append(text.charAt(end)).append(SafeText.MASK);
    }
    String safe = SafeText.line(quoted, LONGEST);
    return "'" + (safe.contains(SafeText.MASK) && isOneWord(text) ? SafeText.MASK : safe) + "'";
  }

  /**
   * Neither a path nor a URL nor a host: if a part of it looks like a secret, all of it is one, as
   * a key in base64 that has slashes.
   */
  private static boolean isOneWord(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c == '.' || c == ':' || c == '@' || c == '?' || c == '#' || c == ',') {
        return false;
      }
    }
    return !text.startsWith("/");
  }

  /** What follows a host's colon is a port, else it may be a password. */
  private static String withoutPassword(String text) {
    int slash = text.indexOf('/');
    int end = slash < 0 ? text.length() : slash;
    int colon = text.indexOf(':', text.startsWith("[") ? Math.max(text.indexOf(']'), 0) : 0);
    if (colon < 0 || colon >= end) {
      return text;
    }
    for (int i = colon + 1; i < end; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return text.substring(0, colon + 1) + SafeText.MASK + text.substring(end);
      }
    }
    return text;
  }
}
