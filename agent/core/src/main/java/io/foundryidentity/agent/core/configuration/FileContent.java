package io.foundryidentity.agent.core.configuration;

import io.foundryidentity.agent.core.targets.Quoted;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/**
 * Reads the bytes of a configuration file as properties, and names the line of each mistake.
 *
 * <p>The JDK's own reader does not tell lines, and of two lines with the same key it takes the last
 * one without a word. So it gets one entry at a time here.
 */
final class FileContent {

  private static final char BYTE_ORDER_MARK = '\ufeff';

  private final Properties properties = new Properties();
  private final Map<String, Integer> lines = new HashMap<>();

  private FileContent() {}

  /**
   * @param content UTF-8, with or without a byte order mark
   * @throws IOException if it is invalid; the message completes "the file is not used: "
   */
  static Properties parse(byte[] content) throws IOException {
    String text = decode(content);
    FileContent parsed = new FileContent();
    parsed.read(!text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text);
    return parsed.properties;
  }

  private static String decode(byte[] content) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(content);
    try {
      // A decoder of its own fails on malformed bytes; the charset alone would replace them.
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException malformed) {
      int line = 1;
      for (int i = 0; i < bytes.position(); i++) {
        line += content[i] == '\n' ? 1 : 0;
      }
      throw new IOException("line " + line + " is not UTF-8: save the file as UTF-8", malformed);
    }
  }

  private void read(String text) throws IOException {
    StringBuilder entry = new StringBuilder();
    int first = 1;
    int number = 1;
    for (int begin = 0; begin < text.length(); number++) {
      int end = lineEnd(text, begin);
      String line = text.substring(begin, end);
      boolean continued = isContinued(line) && !(entry.length() == 0 && isComment(line));
      entry.append(line).append('\n');
      if (!continued) {
        add(entry.toString(), first);
        entry.setLength(0);
        first = number + 1;
      }
      begin = text.startsWith("\r\n", end) ? end + 2 : end + 1;
    }
    add(entry.toString(), first);
  }

  private static int lineEnd(String text, int begin) {
    int end = begin;
    while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
      end++;
    }
    return end;
  }

  /** Whether it ends with an odd number of backslashes. */
  private static boolean isContinued(String line) {
    int backslashes = 0;
    while (backslashes < line.length() && line.charAt(line.length() - 1 - backslashes) == '\\') {
      backslashes++;
    }
    return backslashes % 2 == 1;
  }

  private static boolean isComment(String line) {
    String text = line.trim();
    return text.startsWith("#") || text.startsWith("!");
  }

  private void add(String entry, int line) throws IOException {
    Properties one = new Properties();
    try {
      one.load(new StringReader(entry));
    } catch (IllegalArgumentException malformed) {
      throw new IOException(
          "line " + line + " has a \\u that four hexadecimal digits do not follow", malformed);
    }
    for (String name : one.stringPropertyNames()) {
      Integer before = lines.put(KeyNames.inFile(name), line);
      if (before != null) {
        throw new IOException(
            "lines "
                + before
                + " and "
                + line
                + " both set "
                + (KeyNames.isKnown(KeyNames.inFile(name))
                    ? KeyNames.inFile(name)
                    : Quoted.quote(name))
                + ": remove one of them");
      }
      properties.put(name, String.valueOf(one.getProperty(name)));
    }
  }
}
