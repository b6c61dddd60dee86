package io.foundryidentity.agent.gateway;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Headers that apply to one connection and are not forwarded (RFC 9110, section 7.6.1): a fixed
 * list, and what {@code Connection} names.
 */
final class HopByHop {

  private static final Set<String> ALWAYS =
      new HashSet<>(
          Arrays.asList(
              "connection",
              "keep-alive",
              "proxy-authenticate",
              "proxy-authentication-info",
              "proxy-authorization",
              "proxy-connection",
              "te",
              "trailer",
              "transfer-encoding",
              "upgrade",
              "http2-settings"));

  private static final HopByHop NOTHING_MORE = new HopByHop(List.of());

  private final Set<String> named = new HashSet<>();

  /**
   * @param connection the values of {@code Connection}
   */
  HopByHop(List<String> connection) {
    for (String value : connection) {
      for (String option : value.split(",", -1)) {
        named.add(option.trim().toLowerCase(Locale.ROOT));
      }
    }
  }

  /**
   * What a message's own {@code Connection} names.
   *
   * @param headers names, each followed by its value
   */
  static HopByHop of(List<String> headers) {
    HopByHop hop = NOTHING_MORE;
    for (int i = 0; i < headers.size(); i += 2) {
      if (headers.get(i).equalsIgnoreCase("Connection")) {
        HopByHop more = new HopByHop(List.of(headers.get(i + 1)));
        more.named.addAll(hop.named);
        hop = more;
      }
    }
    return hop;
  }

  /**
   * @param name in lower case
   */
  boolean contains(String name) {
    return ALWAYS.contains(name) || named.contains(name);
  }

  /**
   * Whether {@code Connection} has this option.
   *
   * @param option in lower case
   */
  boolean isNamed(String option) {
    return named.contains(option);
  }

  /** Whether the connection closes after this message. */
  boolean saysClose() {
    return named.contains("close");
  }
}
