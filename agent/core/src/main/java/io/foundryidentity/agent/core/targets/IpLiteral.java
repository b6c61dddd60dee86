package io.foundryidentity.agent.core.targets;

/** Tells an IP address from a name, so that nothing has to be looked up. */
public final class IpLiteral {

  private IpLiteral() {}

  /**
   * Whether it is four plain decimal numbers, or an IPv6 address.
   *
   * @param host without brackets
   */
  public static boolean is(String host) {
    return TargetParser.isIpv4(host) || isIpv6(host);
  }

  public static boolean isIpv6(String host) {
    return Ipv6.isLiteral(host, 0, host.length());
  }
}
