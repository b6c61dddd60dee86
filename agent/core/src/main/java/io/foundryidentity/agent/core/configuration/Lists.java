package io.foundryidentity.agent.core.configuration;

import java.util.ArrayList;
import java.util.List;

/** Splits and joins without the regular expressions that the JDK's own methods would load. */
final class Lists {

  private Lists() {}

  /** Splits at commas and trims; empty pieces are left out. */
  static List<String> split(String text) {
    List<String> pieces = new ArrayList<>();
    int begin = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || text.charAt(i) == ',') {
        String piece = text.substring(begin, i).trim();
        if (!piece.isEmpty()) {
          pieces.add(piece);
        }
        begin = i + 1;
      }
    }
    return pieces;
  }

  static boolean contains(String[] values, String value) {
    for (String one : values) {
      if (one.equals(value)) {
        return true;
      }
    }
    return false;
  }

  static String join(String... values) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < values.length; i++) {
      text.append(i == 0 ? "" : i == values.length - 1 ? " or " : ", ").append(values[i]);
    }
    return text.toString();
  }

  /** Changes ASCII letters only, so the result does not depend on the locale (the Turkish I). */
  static String lower(String text) {
    StringBuilder lower = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      lower.append(c >= 'A' && c <= 'Z' ? (char) (c + 32) : c);
    }
    return lower.toString();
  }
}
