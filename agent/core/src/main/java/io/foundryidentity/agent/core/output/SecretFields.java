package io.foundryidentity.agent.core.output;

import java.util.Locale;

/**
 * Hides the values of fields whose names say that they are secret: in JSON, in forms and queries,
 * in headers, in HTML, in settings; with quotes or without, escaped once more, or cut off.
 */
final class SecretFields {

  /** A name that ends so is a secret's; without dashes and underscores, in lower case. */
  private static final String[] SECRET = {
    "accesstoken",
    "refreshtoken",
    "idtoken",
    "bearertoken",
    "sastoken",
    "securitytoken",
    "samltoken",
    "sessiontoken",
    "requesttoken",
    "authorizationtoken",
    "webidentitytoken",
    "metadatatoken",
    "runtimetoken",
    "usertoken",
    "authtoken",
    "authorization",
    "assertion",
    "secret",
    "password",
    "passwd",
    "passphrase",
    "pwd",
    "apikey",
    "accesskey",
    "accesskeyid",
    "accountkey",
    "secretkey",
    "privatekey",
    "sharedaccesskey",
    "subscriptionkey",
    "functionskey",
    "identityheader",
    "cookie",
    "signature",
    "devicecode",
    "clientinfo",
    "credentials",
    "connectionstring"
  };

  /**
   * Names that are ordinary words too: they count in quotes, before an equals sign, and as
   * parameters of a query.
   */
  private static final String[] AMBIGUOUS = {
    "token", "sig", "secret", "pass", "jwt", "assertion", "credentials", "signature"
  };

  /**
   * What may stand between a name and its value besides blanks: quotes, as they are and escaped.
   */
  private static final String[] QUOTES = {
    "\\\"", "\\'", "\"", "'", "`", "\\", "&quot;", "&apos;", "&#34;", "&#39;", "&#x22;", "&#x27;",
    "%22", "%27", "%5C", "\\u0022", "\\u0027", "]"
  };

  private static final String[] SEPARATORS = {
    "=>", ":=", ":", "=", ">", "&gt;", "%3A", "%3D", "&#58;", "&#61;", "&#x3a;", "&#x3d;",
    "\\u003d", "\\u003a"
  };

  /** The key {@code assertion} has these values; what else is written there may be an assertion. */
  private static final String[] KINDS_OF_ASSERTION = {
    "managed-identity", "file", "github", "google", "aws"
  };

  private static final int LONGEST_WORD = 24;

  /** Of a word such as {@code GitLabCI}; base64 has more. */
  private static final int MOST_CAPITALS = 4;

  private static final String ENDS = " \t\r\n&,;\"'`<>})]|\u2028\u2029\u0085";

  private final Hidden hidden;
  private final String text;

  private SecretFields(Hidden hidden) {
    this.hidden = hidden;
    this.text = hidden.text;
  }

  static void hide(Hidden hidden) {
    new SecretFields(hidden).hide();
  }

  /** Whether a field, a variable or a property of that name holds a secret. */
  static boolean isSecretName(String text) {
    String name = name(text, 0, text.length());
    return endsWith(name, SECRET) || isOne(name, AMBIGUOUS);
  }

  private void hide() {
    for (int i = 0; i < text.length(); ) {
      if (!isOfName(text.charAt(i))) {
        i++;
        continue;
      }
      int end = i;
      while (end < text.length() && isOfName(text.charAt(end))) {
        end++;
      }
      field(i, end);
      i = end;
    }
  }

  private static boolean isOfName(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '-'
        || c == '.';
  }

  private void field(int from, int to) {
    String name = name(text, from, to);
    boolean plain = endsWith(name, SECRET) && !isOne(name, AMBIGUOUS);
    if (!plain && !isOne(name, AMBIGUOUS)) {
      return;
    }
    int at = to;
    boolean quoted = false;
    boolean separated = false;
    boolean direct = false;
    for (int before = -1; at > before && at < text.length(); ) {
      before = at;
      at = skipBlanks(at);
      int quote = separated ? 0 : longest(at, QUOTES);
      quoted |= quote > 0;
      at += quote;
      at = behindValueName(at);
      int tag = tag(at);
      int separator = tag > 0 ? tag : longest(at, SEPARATORS);
      direct |= tag > 0 || (separator > 0 && text.charAt(at) != ':');
      separated |= separator > 0;
      at += separator;
    }
    at = skipBlanks(at);
    if (separated && (plain || quoted || direct || looksOpaque(at))) {
      value(
          at,
          name.endsWith("authorization") || name.endsWith("cookie"),
          name.endsWith("assertion"));
    }
  }

  /** A pair of a name and a value: {@code "name":"password","value":"x"}. */
  private int behindValueName(int from) {
    int at = from;
    while (at < text.length() && " ,\"'\\".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    boolean named = at > from && text.regionMatches(true, at, "value", 0, "value".length());
    return named ? longest(at + "value".length(), QUOTES) + at + "value".length() : from;
  }

  /** Whether a word after a colon is more than one of a sentence. */
  private boolean looksOpaque(int begin) {
    boolean digit = false;
    boolean letter = false;
    int end = begin;
    for (; end < text.length() && ENDS.indexOf(text.charAt(end)) < 0; end++) {
      char c = text.charAt(end);
      if (c == '.' || c == ':' || c == '/') {
        return false;
      }
      digit |= c >= '0' && c <= '9';
      letter |= Character.isLetter(c);
    }
    return digit && letter && end - begin >= 12;
  }

  /**
   * Hides the value that begins at a place.
   *
   * @param line whether it goes on to the end of its line, as a header's value does
   * @param assertion whether it may also be the kind of an assertion
   */
  private void value(int begin, boolean line, boolean assertion) {
    if (begin >= text.length()) {
      return;
    }
    char first = text.charAt(begin);
    if (first == '[' || first == '{') {
      hidden.hide(begin, closing(begin, first, first == '[' ? ']' : '}'));
      return;
    }
    int quote = longest(begin, QUOTES);
    int from = begin + quote;
    int end = from;
    if (quote > 0) {
      String mark = text.substring(begin, from);
      // The quotes of JSON within JSON end with a plain one too
      String last = mark.startsWith("\\") && quote == 2 ? mark.substring(1) : mark;
      end = text.indexOf(last, from);
      while (end > from && quote == 1 && isEscaped(end)) {
        end = text.indexOf(last, end + 1);
      }
      end = end < 0 ? text.length() : end;
    } else {
      while (end < text.length() && ENDS.indexOf(text.charAt(end)) < 0) {
        end++;
      }
      if (line) {
        while (end < text.length() && "\r\n\"'<]}".indexOf(text.charAt(end)) < 0) {
          end++;
        }
      }
    }
    String value = text.substring(from, end);
    if (!isNoValue(value)
        && !(assertion && (isKindOfAssertion(value) || isToldAsMistake(from, end)))) {
      hidden.hide(from, end);
    }
  }

  /** Whether an odd number of backslashes is before it. */
  private boolean isEscaped(int at) {
    int backslashes = 0;
    while (at - backslashes > 0 && text.charAt(at - backslashes - 1) == '\\') {
      backslashes++;
    }
    return backslashes % 2 == 1;
  }

  private int closing(int begin, char open, char close) {
    int depth = 0;
    for (int i = begin; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == open ? 1 : c == close ? -1 : 0;
      if (depth == 0) {
        return i + 1;
      }
    }
    return text.length();
  }

  /** The length of a tag of HTML at that place, or 0. */
  private int tag(int at) {
    if (at >= text.length() || text.charAt(at) != '<') {
      return 0;
    }
    int end = text.indexOf('>', at);
    return end < 0 || end - at > 100 ? 0 : end + 1 - at;
  }

  private int skipBlanks(int from) {
    int at = from;
    while (at < text.length() && !Hidden.isPrintable(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private int longest(int at, String... choices) {
    int length = 0;
    for (String choice : choices) {
      if (choice.length() > length && text.regionMatches(true, at, choice, 0, choice.length())) {
        length = choice.length();
      }
    }
    return length;
  }

  private static String name(String text, int from, int to) {
    StringBuilder name = new StringBuilder(to - from);
    for (int i = Math.max(from, to - 40); i < to; i++) {
      char c = text.charAt(i);
      if (c != '_' && c != '-' && c != '.') {
        name.append(c);
      }
    }
    return name.toString().toLowerCase(Locale.ROOT);
  }

  private static boolean endsWith(String name, String... ends) {
    for (String end : ends) {
      if (name.endsWith(end)) {
        return true;
      }
    }
    return false;
  }

  /** A value of JSON that is no text, or that of GitHub's permission {@code id-token: write}. */
  private static boolean isNoValue(String value) {
    return value.equals("null")
        || value.equals("true")
        || value.equals("false")
        || value.equals("write");
  }

  /** Whether that is a value of the key {@code assertion}, which is no secret. */
  static boolean isKindOfAssertion(String value) {
    return isWord(value, KINDS_OF_ASSERTION);
  }

  /**
   * Whether a line says that this value of the key {@code assertion} is wrong, as in {@code
   * assertion='gitlab' (agent argument)}: a plain word, which no assertion is.
   */
  private boolean isToldAsMistake(int from, int end) {
    return text.startsWith("='", from - 2)
        && text.startsWith("' (", end)
        && isPlainWord(text.substring(from, end));
  }

  /** Whether it is a word of letters and dashes that is too short for an assertion. */
  static boolean isPlainWord(String value) {
    if (value.length() > LONGEST_WORD) {
      return false;
    }
    int capitals = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean capital = c >= 'A' && c <= 'Z';
      capitals += capital ? 1 : 0;
      if (!capital && !(c >= 'a' && c <= 'z') && c != '-') {
        return false;
      }
    }
    return capitals <= MOST_CAPITALS;
  }

  private static boolean isWord(String value, String... words) {
    for (String word : words) {
      if (value.equalsIgnoreCase(word)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOne(String name, String... names) {
    for (String each : names) {
      if (name.endsWith(each) && isEscape(name, name.length() - each.length())) {
        return true;
      }
    }
    return false;
  }

  /** After an escape its digits stand before the name: %22token. Nothing is good too. */
  private static boolean isEscape(String name, int end) {
    return end == 0
        || (end == 2 && name.startsWith("22"))
        || (end == 5 && name.startsWith("u0022"));
  }
}
