package io.foundryidentity.simulator;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code application/x-www-form-urlencoded} text: queries and the token endpoint's bodies.
 */
final class Form {
  private Form() {}

  static @Nullable String value(String text, String name) {
    int start = 0;
    while (start <= text.length()) {
      int end = text.indexOf('&', start);
      String pair = text.substring(start, end < 0 ? text.length() : end);
      int equals = pair.indexOf('=');
      String key = equals < 0 ? pair : pair.substring(0, equals);
      if (name.equals(URLDecoder.decode(key, StandardCharsets.UTF_8))) {
        return equals < 0
            ? ""
            : URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8);
      }
      if (end < 0) {
        return null;
      }
      start = end + 1;
    }
    return null;
  }
}
