package io.foundryidentity.agent.core.targets;

/**
 * Reads an IPv6 literal into two longs without allocating, so that all spellings of an address are
 * equal.
 *
 * <p>Zone identifiers and embedded IPv4 notation are not read: such a host cannot be a target.
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

  /** Writes an address as the JDK does: always eight groups. */
  static String text(long high, long low) {
    StringBuilder text = new StringBuilder(39);
    for (int group = 0; group < 8; group++) {
      long half = group < 4 ? high : low;
      text.append(group == 0 ? "" : ":")
          .append(Integer.toHexString((int) (half >>> (48 - 16 * (group % 4))) & 0xFFFF));
    }
    return text.toString();
  }

  /**
   * True for every address that leads to an IPv4 address, and for ::, but not for ::1.
   *
   * <p>Besides those of {@link #ipv4Of}: Teredo (RFC 4380), whose address is scrambled, and NAT64
   * in a network's own prefix (RFC 8215), in which its place differs.
   */
  static boolean standsForIpv4(long high, long low) {
    return ipv4Of(high, low) >= 0 || high >>> 32 == 0x20010000L || high >>> 16 == 0x0064FF9B0001L;
  }

  /**
   * The IPv4 address that a mapped, compatible or translated (RFC 4291, 2765), NAT64 (RFC 6052),
   * 6to4 (RFC 3056) or ISATAP (RFC 5214) address leads to; -1 for every other address.
   */
  static long ipv4Of(long high, long low) {
    long middle = low >>> 32;
    if (high >>> 48 == 0x2002) {
      return (high >>> 16) & 0xFFFFFFFFL;
    }
    boolean embedded =
        high == 0
            ? (middle == 0 && low != 1) || middle == 0xFFFF || middle == 0xFFFF0000L
            : high == 0x0064FF9B00000000L || (middle & 0xFDFFFFFFL) == 0x5EFE;
    return embedded ? low & 0xFFFFFFFFL : -1;
  }

  // Groups are shifted into the address from the right; at "::" the groups before it are saved.
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
