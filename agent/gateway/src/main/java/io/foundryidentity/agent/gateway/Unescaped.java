package io.foundryidentity.agent.gateway;

/** Text of a URL as a server reads it: a client may have escaped a secret in it. */
final class Unescaped {

  private Unescaped() {}

  /** Without the escapes that are well formed; a plus stays, as only forms mean a blank by it. */
  static String of(String text) {
    int escape = text.indexOf('%');
    if (escape < 0) {
      return text;
    }
    StringBuilder plain = new StringBuilder(text.length()).append(text, 0, escape);
    for (int i = escape; i < text.length(); i++) {
      int code = text.charAt(i) == '%' ? code(text, i + 1) : -1;
      plain.append(code < 0 ? text.charAt(i) : (char) code);
      i += code < 0 ? 0 : 2;
    }
    return plain.toString();
  }

  private static int code(String text, int at) {
    if (at + 2 > text.length()) {
      return -1;
    }
    int high = Character.digit(text.charAt(at), 16);
    int low = Character.digit(text.charAt(at + 1), 16);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
  }
}
