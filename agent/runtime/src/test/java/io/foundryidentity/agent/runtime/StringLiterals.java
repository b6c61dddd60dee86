package io.foundryidentity.agent.runtime;

/** Keeps the messages of a Java file: its string literals with a blank, each on its line. */
final class StringLiterals {

  private final String source;
  private final StringBuilder kept = new StringBuilder();
  private int at;
  private int messageBegins = -1;

  private StringLiterals(String source) {
    this.source = source;
  }

  static String of(String source) {
    return new StringLiterals(source).read();
  }

  private String read() {
    while (at < source.length()) {
      if (source.startsWith("//", at)) {
        skipTo("\n", 0);
      } else if (source.startsWith("/*", at)) {
        skipTo("*/", 2);
      } else if (source.startsWith("\"\"\"", at)) {
        literal("\"\"\"");
      } else if (source.charAt(at) == '"') {
        literal("\"");
      } else if (source.charAt(at) == '\'') {
        at++;
        skipCharacter('\'');
      } else {
        keepLineEnd();
        at++;
      }
    }
    return kept.toString();
  }

  private void literal(String quote) {
    at += quote.length();
    messageBegins = messageBegins < 0 ? kept.length() : messageBegins;
    while (at < source.length() && !source.startsWith(quote, at)) {
      if (source.charAt(at) == '\\') {
        at++;
      }
      kept.append(source.charAt(at++));
    }
    at += quote.length();
    // Two literals of one sentence: the compiler joins them
    if (!source.substring(at).stripLeading().startsWith("+ \"")) {
      endMessage();
    }
  }

  /** A literal without a blank is a name and no message. */
  private void endMessage() {
    String message = kept.substring(messageBegins);
    if (message.indexOf(' ') < 0) {
      kept.setLength(messageBegins);
      kept.append("\n".repeat((int) message.chars().filter(c -> c == '\n').count()));
    } else {
      kept.append(" | ");
    }
    messageBegins = -1;
  }

  private void skipCharacter(char end) {
    while (at < source.length() && source.charAt(at) != end) {
      at += source.charAt(at) == '\\' ? 2 : 1;
    }
    at++;
  }

  private void skipTo(String end, int length) {
    while (at < source.length() && !source.startsWith(end, at)) {
      keepLineEnd();
      at++;
    }
    at += length;
  }

  private void keepLineEnd() {
    if (source.charAt(at) == '\n') {
      kept.append('\n');
    }
  }
}
