package io.foundryidentity.agent.azure;

import java.io.UnsupportedEncodingException;
import java.net.URLEncoder;

/** Encodes a value for a query or a form. */
final class FormText {

  private FormText() {}

  /** All characters but letters, digits and {@code -._} are escaped, a blank as {@code %20}. */
  static String encoded(String value) {
    try {
      return URLEncoder.encode(value, "UTF-8").replace("+", "%20").replace("*", "%2A");
    } catch (UnsupportedEncodingException impossible) {
      throw new IllegalStateException("this JVM has no UTF-8");
    }
  }
}
