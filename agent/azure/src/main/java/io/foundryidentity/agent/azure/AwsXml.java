package io.foundryidentity.agent.azure;

import org.jspecify.annotations.Nullable;

/**
 * Finds an element's text in an answer of AWS STS.
 *
 * <p>Without a parser of XML, which this project does not ship: the elements that are needed have
 * no attributes, and their texts (a JWT, a code) have no character that XML escapes.
 */
final class AwsXml {

  private AwsXml() {}

  /** The text of the only element of that name; null if there is none, or more than one. */
  static @Nullable String text(String xml, String element) {
    String begin = "<" + element + ">";
    int from = xml.indexOf(begin) + begin.length();
    int to = xml.indexOf("</" + element + ">", from);
    return from < begin.length() || to < 0 || xml.indexOf(begin, to) >= 0
        ? null
        : xml.substring(from, to).trim();
  }
}
