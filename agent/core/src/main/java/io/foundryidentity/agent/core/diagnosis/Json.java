package io.foundryidentity.agent.core.diagnosis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON: an object as a map, an array as a list, a number as a Double.
 *
 * <p>For error answers and the claims of tokens, which are short; core has no library for it.
 */
final class Json {

  private static final int DEEPEST = 32;

  private final String text;
  private int at;

  private Json(String text) {
    this.text = text;
  }

  /** The object; empty where the text is no JSON object. */
  static Map<?, ?> object(String text) {
    try {
      Object value = new Json(text).value(0);
      return value instanceof Map ? (Map<?, ?>) value : new LinkedHashMap<>();
    } catch (IllegalArgumentException | IndexOutOfBoundsException malformed) {
      return new LinkedHashMap<>();
    }
  }

  private @Nullable Object value(int depth) {
    if (depth > DEEPEST) {
      throw new IllegalArgumentException("too deep");
    }
    switch (next()) {
      case '{':
        return members(depth);
      case '[':
        return elements(depth);
      case '"':
        return string();
      default:
        return literal();
    }
  }

  private Map<String, @Nullable Object> members(int depth) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    at++;
    while (next() != '}') {
      String name = string();
      expect(':');
      members.put(name, value(depth + 1));
      if (next() == ',') {
        at++;
      }
    }
    at++;
    return members;
  }

  private List<@Nullable Object> elements(int depth) {
    List<@Nullable Object> elements = new ArrayList<>();
    at++;
    while (next() != ']') {
      elements.add(value(depth + 1));
      if (next() == ',') {
        at++;
      }
    }
    at++;
    return elements;
  }

  private String string() {
    expect('"');
    StringBuilder string = new StringBuilder();
    for (char c = text.charAt(at++); c != '"'; c = text.charAt(at++)) {
      string.append(c == '\\' ? escaped() : c);
    }
    return string.toString();
  }

  private char escaped() {
    char c = text.charAt(at++);
    switch (c) {
      case 'n':
        return '\n';
      case 't':
        return '\t';
      case 'r':
        return '\r';
      case 'b':
        return '\b';
      case 'f':
        return '\f';
      case 'u':
        at += 4;
        return (char) Integer.parseInt(text.substring(at - 4, at), 16);
      default:
        return c;
    }
  }

  private @Nullable Object literal() {
    int begin = at;
    while (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    String word = text.substring(begin, at);
    switch (word) {
      case "true":
        return true;
      case "false":
        return false;
      case "null":
        return null;
      default:
        return Double.valueOf(word);
    }
  }

  private void expect(char wanted) {
    if (next() != wanted) {
      throw new IllegalArgumentException("no " + wanted);
    }
    at++;
  }

  /** The next character that is no white space; it is not passed. */
  private char next() {
    while (Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return text.charAt(at);
  }
}
