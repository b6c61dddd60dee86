package io.foundryidentity.agent.core.target;

/**
 * Reads an IPv6 literal into two longs without allocating, so that every way of writing an address
 * is the same address.
 *
 * <p>Zone identifiers and embedded IPv4 notation are not read: such a host is no target.
 */
final class Ipv6 {

  private static final int VALID = 0;
  private static final int HIGH = 1;
  private static final int LOW = 2;

  private Ipv6() {}

  static boolean isLiteral(String text, int from, int to) {
    return read(text, from, to, VALID) != 0;
  }

  /** The first 64 bits of a literal. */
  static long high(String text, int from, int to) {
    return read(text, from, to, HIGH);
  }

  /** The last 64 bits of a literal. */
  static long low(String text, int from, int to) {
    return read(text, from, to, LOW);
  }

  /** As the JDK writes an address: eight groups, nothing left out. */
  static String text(long high, long low) {
    StringBuilder text = new StringBuilder(39);
    for (int group = 0; group < 8; group++) {
      long half = group < 4 ? high : low;
      text.append(group == 0 ? "" : ":")
          .append(Integer.toHexString((int) (half >>> (48 - 16 * (group % 4))) & 0xFFFF));
    }
    return text.toString();
  }

  /** Mapped, compatible, translated (RFC 6052), and the unspecified address, but not ::1. */
  static boolean standsForIpv4(long high, long low) {
    boolean mapped = high == 0 && (low >>> 32 == 0xFFFF || low >>> 32 == 0) && low != 1;
    return mapped || high == 0x0064FF9B00000000L;
  }

  // Groups are shifted into the address from the right; at "::" the ones before it are put aside.
  private static long read(String text, int from, int to, int wanted) {
    long high = 0;
    long low = 0;
    long headHigh = 0;
    long headLow = 0;
    int groups = 0;
    int headGroups = -1;
    int at = from;
    if (to - from >= 2 && text.charAt(from) == ':') {
      if (text.charAt(from + 1) != ':') {
        return 0;
      }
      headGroups = 0;
      at = from + 2;
    }
    while (at < to) {
      int group = 0;
      int digits = 0;
      for (; at < to && text.charAt(at) != ':'; at++, digits++) {
        int digit = hexDigit(text.charAt(at));
        if (digit < 0 || digits == 4) {
          return 0;
        }
        group = group << 4 | digit;
      }
      if (digits == 0 || ++groups > 8) {
        return 0;
      }
      high = high << 16 | low >>> 48;
      low = low << 16 | group;
      if (at == to) {
        break;
      }
      if (++at == to) {
        return 0;
      }
      if (text.charAt(at) == ':') {
        if (headGroups >= 0) {
          return 0;
        }
        headGroups = groups;
        headHigh = high;
        headLow = low;
        high = 0;
        low = 0;
        at++;
      }
    }
    if (headGroups < 0 ? groups != 8 : groups > 7) {
      return 0;
    }
    for (int missing = 8 - headGroups; headGroups > 0 && missing > 0; missing--) {
      headHigh = headHigh << 16 | headLow >>> 48;
      headLow <<= 16;
    }
    return wanted == VALID ? 1 : wanted == HIGH ? high | headHigh : low | headLow;
  }

  private static int hexDigit(char c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    char lower = (char) (c | 0x20);
    return c < 0x80 && lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
  }
}
