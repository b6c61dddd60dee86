package io.foundryidentity.agent.core.targets;

import java.net.IDN;
import java.util.Locale;

/**
 * Gives one name to a host that can be written in several ways: as an address in any of the
 * notations that resolvers accept, or with letters that are not ASCII.
 *
 * <p>Only for endpoints that others have configured; a target has one notation already. Nothing is
 * looked up.
 */
final class HostAddress {

  private HostAddress() {}

  /**
   * @param host in lower case, without brackets and trailing dot
   * @return an IPv4 address as four decimal numbers, an IPv6 address as eight groups, the {@code
   *     xn--} form of a name; the host itself if it is none of them
   */
  static String canonical(String host) {
    if (host.indexOf(':') >= 0) {
      return ipv6(host);
    }
    for (int i = 0; i < host.length(); i++) {
      if (host.charAt(i) >= 0x80) {
        return internationalised(host);
      }
    }
    long ipv4 = ipv4(host);
    return ipv4 < 0 ? host : text(ipv4);
  }

  private static String internationalised(String host) {
    try {
      return IDN.toASCII(host, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException notAName) {
      return host;
    }
  }

  private static String ipv6(String host) {
    int zone = host.indexOf('%');
    String literal = zone < 0 ? host : host.substring(0, zone);
    int tail = literal.lastIndexOf(':') + 1;
    if (literal.indexOf('.', tail) >= 0) {
      long ipv4 = TargetParser.isIpv4(literal.substring(tail)) ? ipv4(literal.substring(tail)) : -1;
      if (ipv4 < 0) {
        return host;
      }
      literal =
          literal.substring(0, tail)
              + Long.toHexString(ipv4 >>> 16)
              + ':'
              + Long.toHexString(ipv4 & 0xFFFF);
    }
    int end = literal.length();
    if (!Ipv6.isLiteral(literal, 0, end)) {
      return host;
    }
    long high = Ipv6.high(literal, 0, end);
    long low = Ipv6.low(literal, 0, end);
    long ipv4 = Ipv6.ipv4Of(high, low);
    return ipv4 < 0 ? Ipv6.text(high, low) : text(ipv4);
  }

  /**
   * Reads an address as {@code inet_aton} does: one to four numbers, decimal, octal or hexadecimal,
   * of which the last takes all bytes that are left; -1 if it is none.
   */
  private static long ipv4(String host) {
    long address = 0;
    int parts = 0;
    int begin = 0;
    for (int i = 0; i <= host.length(); i++) {
      if (i == host.length() || host.charAt(i) == '.') {
        long number = number(host.substring(begin, i));
        parts++;
        int bits = i == host.length() ? 8 * (5 - parts) : 8;
        if (parts > 4 || number < 0 || number >= (1L << bits)) {
          return -1;
        }
        address = (address << bits) | number;
        begin = i + 1;
      }
    }
    return address;
  }

  /** -1 if it is not a number of at most 32 bits. */
  private static long number(String digits) {
    boolean hexadecimal = digits.startsWith("0x");
    int radix = hexadecimal ? 16 : digits.length() > 1 && digits.startsWith("0") ? 8 : 10;
    int from = hexadecimal ? 2 : 0;
    if (digits.length() == from) {
      return -1;
    }
    long number = 0;
    for (int i = from; i < digits.length(); i++) {
      int digit = digits.charAt(i) < 0x80 ? Character.digit(digits.charAt(i), radix) : -1;
      number = number * radix + digit;
      if (digit < 0 || number > 0xFFFFFFFFL) {
        return -1;
      }
    }
    return number;
  }

  private static String text(long ipv4) {
    return (ipv4 >>> 24)
        + "."
        + ((ipv4 >>> 16) & 255)
        + "."
        + ((ipv4 >>> 8) & 255)
        + "."
        + (ipv4 & 255);
  }
}
