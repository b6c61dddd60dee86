package io.foundryidentity.agent.core.configuration;

import io.foundryidentity.agent.core.targets.IpLiteral;
import org.jspecify.annotations.Nullable;

/**
 * Where the agent listens: an IP address, and a port.
 *
 * <p>A name is not accepted: it would have to be looked up, and could mean several addresses. Not
 * loaded unless the key is set.
 */
public final class ListenAddress {

  private static final String LOOPBACK = "127.0.0.1";
  private static final int HIGHEST_PORT = 65_535;

  private final String address;
  private final int port;

  private ListenAddress(String address, int port) {
    this.address = address;
    this.port = port;
  }

  /**
   * Reads {@code 8123}, which is on loopback, {@code 0.0.0.0:8123} or {@code [::1]:8123}.
   *
   * @return null if it is none of these
   */
  public static @Nullable ListenAddress of(String text) {
    int colon = text.lastIndexOf(':');
    int port = port(text.substring(colon + 1));
    String address = colon < 0 ? LOOPBACK : address(text.substring(0, colon));
    return port == 0 || address == null ? null : new ListenAddress(address, port);
  }

  private static @Nullable String address(String written) {
    if (written.startsWith("[") && written.endsWith("]")) {
      String ipv6 = written.substring(1, written.length() - 1);
      return IpLiteral.isIpv6(ipv6) ? ipv6 : null;
    }
    return IpLiteral.is(written) && !IpLiteral.isIpv6(written) ? written : null;
  }

  /** 0 if it is not a number from 1 to 65535. */
  private static int port(String digits) {
    int port = 0;
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      if (c < '0' || c > '9' || i == 5) {
        return 0;
      }
      port = port * 10 + c - '0';
    }
    return port > HIGHEST_PORT ? 0 : port;
  }

  /** An IP address, without brackets. */
  public String address() {
    return address;
  }

  public int port() {
    return port;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ListenAddress && toString().equals(other.toString());
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  /** As it stands in a URL. */
  @Override
  public String toString() {
    return (address.indexOf(':') < 0 ? address : '[' + address + ']') + ':' + port;
  }
}
