package io.foundryidentity.agent.core.configuration;

/** Quotes a value for a message, without the password that a URL may hold. */
final class Masked {

  private static final int LONGEST = 200;

  private Masked() {}

  static String value(String value) {
    StringBuilder text = new StringBuilder(value.length() + 2).append('\'');
    int length = Math.min(value.length(), LONGEST);
    int begin = 0;
    for (int at = value.indexOf('@'); at >= 0 && at < length; at = value.indexOf('@', at + 1)) {
      int colon = value.lastIndexOf(':', at);
      int slashes = value.lastIndexOf("//", at);
      if (colon > begin && colon > slashes) {
        printable(text, value, begin, colon + 1);
        text.append("***");
        begin = at;
      }
    }
    printable(text, value, begin, length);
    return text.append(length < value.length() ? "...'" : "'").toString();
  }

  /** One line stays one line, whatever was pasted into a variable. */
  private static void printable(StringBuilder text, String value, int begin, int end) {
    for (int i = begin; i < end; i++) {
      char c = value.charAt(i);
      text.append(c < ' ' || c == 0x7F ? '?' : c);
    }
  }
}
