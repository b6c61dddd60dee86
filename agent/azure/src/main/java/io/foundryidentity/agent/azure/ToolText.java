package io.foundryidentity.agent.azure;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** What a tool printed as text, without what is meant for a terminal. */
final class ToolText {

  private static final char ESCAPE = '\u001b';

  private ToolText() {}

  /** UTF-8, or UTF-16 if it has that mark, as PowerShell on Windows may print. */
  static String of(byte[] bytes) {
    Charset charset = StandardCharsets.UTF_8;
    if (bytes.length > 1 && (bytes[0] & 0xff) == 0xff && (bytes[1] & 0xff) == 0xfe) {
      charset = StandardCharsets.UTF_16LE;
    } else if (bytes.length > 1 && (bytes[0] & 0xff) == 0xfe && (bytes[1] & 0xff) == 0xff) {
      charset = StandardCharsets.UTF_16BE;
    }
    return plain(new String(bytes, charset));
  }

  /** Without colours (ECMA-48, section 5.4), window titles and byte order marks. */
  private static String plain(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ESCAPE) {
        i = endOfSequence(text, i);
      } else if (c != '\ufeff') {
        plain.append(c == '\r' ? '\n' : c);
      }
    }
    return plain.toString();
  }

  /** The index of the sequence's last character. */
  private static int endOfSequence(String text, int escape) {
    int i = escape + 1;
    if (i >= text.length()) {
      return escape;
    }
    if (text.charAt(i) == ']') {
      while (i < text.length() && text.charAt(i) != '\u0007' && text.charAt(i) != '\n') {
        if (text.charAt(i) == ESCAPE && i + 1 < text.length() && text.charAt(i + 1) == '\\') {
          return i + 1;
        }
        i++;
      }
      return i < text.length() && text.charAt(i) == '\n' ? i - 1 : i;
    }
    // Parameters of a control sequence; other sequences have fewer characters before the last one
    char last = text.charAt(i) == '[' ? '?' : '/';
    i += last == '?' ? 1 : 0;
    while (i < text.length() && text.charAt(i) >= ' ' && text.charAt(i) <= last) {
      i++;
    }
    return i;
  }
}
