package io.foundryidentity.agent.core.targets;

import java.net.IDN;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads one entry of {@code hosts}: a host, {@code host:port}, a wildcard, or a URL with at most a
 * path.
 *
 * <p>Text that could be read in two ways is refused, as the configuration decides where tokens go.
 */
public final class TargetParser {

  /**
   * The only suffixes under which all names are resources of the clouds, so a wildcard is allowed.
   */
  private static final String[] CLOUD_SUFFIXES = {
    "openai.azure.com", "services.ai.azure.com", "cognitiveservices.azure.com",
    "openai.azure.us", "services.ai.azure.us", "cognitiveservices.azure.us",
    "openai.azure.cn", "services.ai.azure.cn", "cognitiveservices.azure.cn"
  };

  private final String source;

  private TargetParser(String source) {
    this.source = source;
  }

  /**
   * @throws IllegalArgumentException if the text is not a target; the message quotes the text, says
   *     why, and contains no secret
   */
  public static Target parse(String text) {
    return new TargetParser(text).target();
  }

  /** Whether the host is one label directly under a suffix that only the clouds assign. */
  public static boolean isCloudResource(String host) {
    int dot = host.indexOf('.');
    return dot > 0 && isCloudSuffix(host.substring(dot + 1));
  }

  private static boolean isCloudSuffix(String name) {
    for (String suffix : CLOUD_SUFFIXES) {
      if (suffix.equals(name)) {
        return true;
      }
    }
    return false;
  }

  private Target target() {
    refuseOddCharacters();
    String rest = source;
    String scheme = "https";
    int colons = rest.indexOf("://");
    if (colons >= 0) {
      scheme = rest.substring(0, colons).toLowerCase(Locale.ROOT);
      rest = rest.substring(colons + 3);
      if (!scheme.equals("https") && !scheme.equals("http")) {
        throw invalid("has a scheme other than https");
      }
    }
    int slash = rest.indexOf('/');
    if (slash >= 0 && colons < 0) {
      throw invalid("has a path but no scheme: write https:// in front");
    }
    String authority = slash < 0 ? rest : rest.substring(0, slash);
    String path = slash < 0 ? null : prefix(rest.substring(slash));
    int portColon = portColon(authority);
    String name = portColon < 0 ? authority : authority.substring(0, portColon);
    int port =
        portColon < 0 ? scheme.equals("http") ? 80 : 443 : port(authority.substring(portColon + 1));
    boolean wildcard = name.startsWith("*");
    String host = wildcard ? wildcardSuffix(name) : host(name);
    if (scheme.equals("http") && !isLoopbackLiteral(host)) {
      throw invalid(
          "would send the token unencrypted: http is allowed only for loopback addresses"
              + " (127.0.0.1 or [::1], not a name)");
    }
    return new Target(source, scheme, host, port, path, wildcard);
  }

  private void refuseOddCharacters() {
    if (source.isEmpty()) {
      throw invalid("has no host name");
    }
    for (int i = 0; i < source.length(); i++) {
      char c = source.charAt(i);
      if (c <= ' ' || c == 0x7F || Character.isWhitespace(c) || Character.isSpaceChar(c)) {
        throw invalid("contains a space");
      }
      if (c == '@') {
        throw invalid("contains a user name or an at sign: write only the host");
      }
      if (c == '?' || c == '#') {
        throw invalid("contains a query or a fragment: remove it");
      }
      if (c == '\\') {
        throw invalid("contains a backslash, which some clients read as a slash");
      }
    }
  }

  /** Null for the root, as every path is under it. */
  private @Nullable String prefix(String path) {
    String prefix = path;
    if (prefix.endsWith("/")) {
      prefix = prefix.substring(0, prefix.length() - 1);
    }
    for (int i = 0; i < prefix.length(); i++) {
      char c = prefix.charAt(i);
      if (c == '%' || c == ';' || c >= 0x7F || c == '*') {
        throw invalid("has a path prefix with '" + c + "', which can be read in two ways");
      }
    }
    if (prefix.endsWith("/") || !TargetPath.isPlain(prefix)) {
      throw invalid(
          "has a path prefix with empty or dot segments, or with a character that no path has");
    }
    return prefix.isEmpty() ? null : prefix;
  }

  /** The colon before the port, or -1; the colons of an IPv6 literal are inside brackets. */
  private int portColon(String authority) {
    int bracket = authority.lastIndexOf(']');
    int colon = authority.lastIndexOf(':');
    if (bracket < 0 && colon != authority.indexOf(':')) {
      throw invalid("has more than one colon: an IPv6 address is written in brackets");
    }
    return colon > bracket ? colon : -1;
  }

  private int port(String digits) {
    int port = 0;
    for (int i = 0; i < digits.length() && port >= 0; i++) {
      char c = digits.charAt(i);
      port = c >= '0' && c <= '9' && port < 10_000 ? port * 10 + c - '0' : -1;
    }
    if (port < 1 || port > 65535) {
      throw invalid("has a port that is not a number from 1 to 65535");
    }
    return port;
  }

  private String wildcardSuffix(String name) {
    String suffix = name.startsWith("*.") ? name.substring(2).toLowerCase(Locale.ROOT) : "";
    if (suffix.endsWith(".")) {
      suffix = suffix.substring(0, suffix.length() - 1);
    }
    if (!isCloudSuffix(suffix)) {
      throw invalid(
          "is a wildcard for names that anyone can own: a star is allowed only for one label"
              + " directly under openai, services.ai or cognitiveservices of azure.com, azure.us"
              + " or azure.cn");
    }
    return suffix;
  }

  private String host(String name) {
    if (name.startsWith("[")) {
      return ipv6(name);
    }
    boolean dot = name.endsWith(".");
    String host = (dot ? name.substring(0, name.length() - 1) : name).toLowerCase(Locale.ROOT);
    if (!isAscii(name)) {
      host = internationalised(host);
    }
    if (host.length() > 253) {
      throw invalid("has a host name longer than 253 characters");
    }
    int start = 0;
    for (int i = 0; i <= host.length(); i++) {
      if (i == host.length() || host.charAt(i) == '.') {
        label(host, start, i);
        start = i + 1;
      }
    }
    // Resolvers read a name that ends in a number as an IPv4 address, in octal and hexadecimal too.
    char first = host.charAt(host.lastIndexOf('.') + 1);
    if (first >= '0' && first <= '9' && (dot || !isIpv4(host) || host.startsWith("0."))) {
      throw invalid("ends in a number but is not an IPv4 address of four plain decimal numbers");
    }
    return host;
  }

  /**
   * The ASCII form. Letters that IDNA 2003 and 2008 map differently (RFC 5894, 7.2), and
   * look-alikes that are mapped to ASCII, are refused: converting to ASCII and back does not give
   * the same text.
   */
  private String internationalised(String host) {
    try {
      String ascii = IDN.toASCII(host, IDN.USE_STD3_ASCII_RULES);
      if (IDN.toUnicode(ascii).equals(host)) {
        return ascii.toLowerCase(Locale.ROOT);
      }
    } catch (IllegalArgumentException notInternationalised) {
      // Reported below with a message of this class.
    }
    throw invalid("has letters that clients read differently: write the name's xn-- form");
  }

  private void label(String host, int start, int end) {
    if (start == end) {
      throw invalid(host.isEmpty() ? "has no host name" : "has an empty label between its dots");
    }
    if (end - start > 63) {
      throw invalid("has a label longer than 63 characters");
    }
    for (int i = start; i < end; i++) {
      char c = host.charAt(i);
      if (c == '*') {
        throw invalid("has a star that is not its whole first label");
      }
      if (!isLabelCharacter(c)) {
        throw invalid("has a character that no host name has");
      }
    }
    if (host.charAt(start) == '-' || host.charAt(end - 1) == '-') {
      throw invalid("has a label that begins or ends with a hyphen");
    }
  }

  private String ipv6(String name) {
    int end = name.length() - 1;
    if (!name.endsWith("]") || !Ipv6.isLiteral(name, 1, end)) {
      throw invalid("is not an IPv6 address in brackets");
    }
    long high = Ipv6.high(name, 1, end);
    long low = Ipv6.low(name, 1, end);
    if (Ipv6.standsForIpv4(high, low)) {
      throw invalid(
          "is an IPv6 address that contains an IPv4 address: write the IPv4 address itself");
    }
    return Ipv6.text(high, low);
  }

  private static boolean isLoopbackLiteral(String host) {
    return host.equals("0:0:0:0:0:0:0:1") || (host.startsWith("127.") && isIpv4(host));
  }

  /** Four plain decimal numbers, without leading zeros, which some programs read as octal. */
  static boolean isIpv4(String host) {
    int numbers = 0;
    int value = -1;
    for (int i = 0; i <= host.length(); i++) {
      char c = i == host.length() ? '.' : host.charAt(i);
      if (c == '.') {
        if (value < 0 || value > 255 || ++numbers > 4) {
          return false;
        }
        value = -1;
      } else if (c < '0' || c > '9' || value == 0 || value > 255) {
        return false;
      } else {
        value = Math.max(value, 0) * 10 + c - '0';
      }
    }
    return numbers == 4;
  }

  /** For lower case. Not in the table's class, which would then load before {@code main}. */
  static boolean isLabelCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  private IllegalArgumentException invalid(String why) {
    return new IllegalArgumentException(Quoted.quoteHost(source) + " " + why);
  }
}
