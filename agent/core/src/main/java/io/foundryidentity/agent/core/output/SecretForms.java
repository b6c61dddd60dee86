package io.foundryidentity.agent.core.output;

import java.util.Locale;

/**
 * Hides what looks like a credential wherever it stands: JWTs, the credentials of a header, user
 * information in a URL, private keys, and long words that no person would write.
 */
final class SecretForms {

  private static final String[] SCHEMES = {
    "bearer", "basic", "negotiate", "digest", "ntlm", "sharedkey", "sharedaccesssignature", "pop"
  };

  /** The beginnings of base64 of a JSON object, as it is and once more encoded. */
  private static final String[] JWT_BEGINNINGS = {"eyJ", "ZXlK"};

  /** How a parser's message begins a quotation, and what follows it. */
  private static final String[][] QUOTING = {
    {"[Source: (String)\"", "\"; line"},
    {"[Source: (String)\"", "\"["},
    {"Unrecognized token '", "'"},
    {"from String \"", "\""},
    {"For input string: \"", "\""},
  };

  private static final int SHORTEST_JWT = 11;
  private static final int SHORTEST_CREDENTIAL = 8;
  private static final int SHORTEST_OPAQUE = 20;
  private static final int SHORTEST_HEX = 32;

  private static final int UUID_LENGTH = 36;

  /** Where a word ends in which user information may be. */
  private static final String WORD_ENDS = "\"'`<>()[]{}|,;";

  private final Hidden hidden;
  private final String text;

  private SecretForms(Hidden hidden) {
    this.hidden = hidden;
    this.text = hidden.text;
  }

  static void hide(Hidden hidden) {
    SecretForms forms = new SecretForms(hidden);
    forms.jwts();
    forms.credentials();
    forms.users();
    forms.cutOffUsers();
    forms.privateKeys();
    forms.unreadJson();
    forms.opaqueWords();
  }

  private void jwts() {
    for (String beginning : JWT_BEGINNINGS) {
      for (int at = text.indexOf(beginning); at >= 0; ) {
        int end = at;
        while (end < text.length() && isOfToken(text.charAt(end))) {
          end++;
        }
        if (end - at >= SHORTEST_JWT) {
          hidden.hide(at, end);
        }
        at = text.indexOf(beginning, Math.max(end, at + 1));
      }
    }
  }

  /** {@code Bearer x}, {@code Basic x}, also with escaped blanks. */
  private void credentials() {
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.length() != text.length()) {
      return; // A letter whose lower case is longer; the fields and the values are searched anyway
    }
    for (String scheme : SCHEMES) {
      for (int at = lower.indexOf(scheme); at >= 0; at = lower.indexOf(scheme, at + 1)) {
        int from = at + scheme.length();
        int begin = from;
        while (begin < text.length()
            && (!Hidden.isPrintable(text.charAt(begin))
                || text.charAt(begin) == '+'
                || lower.startsWith("%20", begin))) {
          begin += lower.startsWith("%20", begin) ? 3 : 1;
        }
        int end = begin;
        while (end < text.length() && isOfToken(text.charAt(end)) && !isInnerEquals(end)) {
          end++;
        }
        if (begin > from
            && (end == text.length() || text.charAt(end) != '=')
            && isCredential(begin, end)) {
          hidden.hide(begin, end);
          at = Math.max(at, end - 1);
        }
      }
    }
  }

  /** An equals sign that is not one of the two at the end of base64: a parameter's. */
  private boolean isInnerEquals(int at) {
    return text.charAt(at) == '='
        && at + 2 < text.length()
        && isOfToken(text.charAt(at + 1))
        && isOfToken(text.charAt(at + 2));
  }

  /** Not a word of a sentence, and not the name of a challenge's parameter. */
  private boolean isCredential(int begin, int end) {
    if (end - begin < SHORTEST_CREDENTIAL) {
      return false;
    }
    boolean odd = end - begin >= SHORTEST_OPAQUE;
    for (int i = begin; i < end; i++) {
      char c = text.charAt(i);
      if (c == '=' && i < end - 2) {
        return false;
      }
      odd |= (c >= '0' && c <= '9') || (i > begin && c >= 'A' && c <= 'Z');
    }
    return odd;
  }

  /**
   * {@code https://user:password@host}, also without a scheme; the password may hold anything.
   *
   * <p>One pass: a text of a hostile endpoint may consist of such characters.
   */
  private void users() {
    int begin = 0;
    int scheme = -1;
    int colon = -1;
    int equals = -1;
    int equalsBeforeColon = -1;
    int hiddenTo = 0;
    boolean file = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Hidden.isPrintable(c) || WORD_ENDS.indexOf(c) >= 0) {
        begin = i + 1;
        scheme = -1;
        colon = -1;
        equals = -1;
        equalsBeforeColon = -1;
        file = false;
      } else if (c == ':') {
        colon = i;
        equalsBeforeColon = equals;
        file |= i - 4 >= begin && text.startsWith("file", i - 4);
        scheme = scheme < 0 && text.startsWith("://", i) ? i : scheme;
      } else if (c == '=') {
        equals = i;
      } else if (c == '@' && !file && colon > begin) {
        int from = scheme >= 0 ? scheme + 3 : Math.max(begin, equalsBeforeColon + 1);
        hidden.hide(Math.max(from, hiddenTo), i);
        hiddenTo = i;
      }
    }
  }

  /** {@code https://user:password}, cut off before the host: what follows the colon is no port. */
  private void cutOffUsers() {
    for (int at = text.indexOf("://"); at >= 0; at = text.indexOf("://", at + 1)) {
      int end = at + 3;
      while (end < text.length()
          && Hidden.isPrintable(text.charAt(end))
          && WORD_ENDS.indexOf(text.charAt(end)) < 0
          && text.charAt(end) != '/') {
        end++;
      }
      // The last ones may be the sentence's
      while (text.charAt(end - 1) == '.' || (text.charAt(end - 1) == ':' && end > at + 1)) {
        end--;
      }
      int colon = text.indexOf(':', at + 3);
      if (colon >= 0 && colon < end - 1 && !isNumber(colon + 1, end)) {
        hidden.hide(colon + 1, end);
      }
    }
  }

  private boolean isNumber(int begin, int end) {
    for (int i = begin; i < end; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  private void privateKeys() {
    for (int at = text.indexOf("-----BEGIN"); at >= 0; ) {
      int end = text.indexOf("-----END", at);
      end = end < 0 ? text.length() : end;
      int begin = text.indexOf("-----", at + 10);
      hidden.hide(begin < 0 || begin > end ? at : begin, end);
      at = text.indexOf("-----BEGIN", end);
    }
  }

  /** JSON parsers quote what they cannot read: all of it, or the word that they got stuck at. */
  private void unreadJson() {
    for (int i = 0; i < QUOTING.length; i++) {
      String beginning = QUOTING[i][0];
      for (int at = text.indexOf(beginning); at >= 0; ) {
        int from = at + beginning.length();
        int end = text.indexOf(QUOTING[i][1], from);
        end = end < 0 ? text.length() : end;
        hidden.hide(from, end);
        at = text.indexOf(beginning, end);
      }
    }
  }

  private void opaqueWords() {
    for (int i = 0; i < text.length(); ) {
      int end = i;
      while (end < text.length() && isOfOpaque(text.charAt(end))) {
        end++;
      }
      if (end - i >= SHORTEST_OPAQUE && isOpaque(i, end)) {
        hidden.hide(i, end);
      }
      i = Math.max(end, i + 1);
    }
  }

  /**
   * Whether letters and digits follow each other as by chance. Names of classes, hosts, models and
   * deployments, and the ids that Azure gives, do not look so.
   */
  private boolean isOpaque(int begin, int end) {
    int hex = 0;
    int meetings = 0;
    int humps = 0;
    boolean digits = false;
    for (int i = begin; i < end; i++) {
      char c = text.charAt(i);
      hex += Character.digit(c, 16) >= 0 ? 1 : 0;
      boolean digit = c >= '0' && c <= '9';
      digits |= digit;
      if (i > begin) {
        char before = text.charAt(i - 1);
        boolean digitBefore = before >= '0' && before <= '9';
        meetings += (digit && isLetter(before)) || (digitBefore && isLetter(c)) ? 1 : 0;
        humps += c >= 'A' && c <= 'Z' && before >= 'a' && before <= 'z' ? 1 : 0;
      }
    }
    int length = end - begin;
    if (hex == length) {
      return length >= SHORTEST_HEX && digits;
    }
    return !isUuid(begin, end) && meetings >= 3 && (meetings + humps) * 6 >= length;
  }

  private boolean isUuid(int begin, int end) {
    return end - begin == UUID_LENGTH && isUuid(text, begin);
  }

  /** Whether that part of a text lies in a whole UUID. */
  static boolean isInUuid(String text, int from, int to) {
    int last = Math.min(from, text.length() - UUID_LENGTH);
    for (int begin = Math.max(to - UUID_LENGTH, 0); begin <= last; begin++) {
      if (isUuid(text, begin)) {
        return true;
      }
    }
    return false;
  }

  /** Ids of tenants, clients, objects and requests: groups of 8, 4, 4, 4 and 12 digits. */
  private static boolean isUuid(String text, int begin) {
    for (int i = 0; i < UUID_LENGTH; i++) {
      boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
      char c = text.charAt(begin + i);
      if (dash ? c != '-' : Character.digit(c, 16) < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isOfOpaque(char c) {
    return isLetter(c) || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '+' || c == '~';
  }

  /** As RFC 6750 has it, and with the percent signs of an escaped one. */
  private static boolean isOfToken(char c) {
    return isOfOpaque(c) || c == '.' || c == '/' || c == '=' || c == '%';
  }
}
