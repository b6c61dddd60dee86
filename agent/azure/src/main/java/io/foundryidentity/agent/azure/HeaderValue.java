package io.foundryidentity.agent.azure;

/** Checks a secret that goes into a request's header. */
final class HeaderValue {

  private HeaderValue() {}

  /**
   * The value without blanks and line breaks at its ends.
   *
   * @param from the variable or file that it is from
   * @throws WrongSettingException if a header cannot have it; without the value
   */
  static String of(String from, String value) {
    String trimmed = value.trim();
    boolean bad = trimmed.isEmpty();
    for (int i = 0; i < trimmed.length(); i++) {
      bad |= trimmed.charAt(i) < ' ' || trimmed.charAt(i) > '~';
    }
    if (bad) {
      throw new WrongSettingException(
          from + " is empty, or has a line break or another character that a header cannot have");
    }
    return trimmed;
  }
}
