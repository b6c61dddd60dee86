package io.foundryidentity.agent.core.server;

import io.foundryidentity.agent.core.targets.IpLiteral;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The parts of a Host header; nothing is looked up. */
public final class HostHeader {

  /** In lower case; an IPv6 address with its brackets. */
  public final String name;

  /** As it was written, which need not be a number; the usual port if none was. */
  public final String port;

  private HostHeader(String name, String port) {
    this.name = name;
    this.port = port;
  }

  /**
   * @param usualPort of the server's scheme
   */
  public static HostHeader of(String value, int usualPort) {
    int colon = value.indexOf(':', value.startsWith("[") ? Math.max(value.indexOf(']'), 0) : 0);
    String name = colon < 0 ? value : value.substring(0, colon);
    String port = colon < 0 ? String.valueOf(usualPort) : value.substring(colon + 1);
    return new HostHeader(name.toLowerCase(Locale.ROOT), port);
  }

  public boolean isLocalhost() {
    return name.equals("localhost");
  }

  /** The address that is written as one; null if it is a name. */
  public @Nullable InetAddress address() {
    boolean brackets = name.startsWith("[") && name.endsWith("]");
    String literal = brackets ? name.substring(1, name.length() - 1) : name;
    if (!IpLiteral.is(literal) || brackets != IpLiteral.isIpv6(literal)) {
      return null;
    }
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException impossible) {
      return null;
    }
  }
}
