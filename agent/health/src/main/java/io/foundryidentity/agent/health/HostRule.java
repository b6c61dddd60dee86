package io.foundryidentity.agent.health;

import io.foundryidentity.agent.core.server.Refused;
import io.foundryidentity.agent.core.server.RequestHead;
import io.foundryidentity.agent.core.targets.IpLiteral;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which Host header is this server's: {@code localhost}, a loopback address, or the address that
 * the client has connected to; each with the port.
 *
 * <p>A web page whose own name was made to resolve to this address (DNS rebinding) has another
 * Host, and so cannot read the answer. Probes of Kubernetes and scrapes of Prometheus name the
 * pod's address.
 */
final class HostRule {

  private static final int HTTP_PORT = 80;

  private final InetAddress connectedTo;
  private final int port;

  /**
   * @param connectedTo the connection's own end
   */
  HostRule(InetAddress connectedTo, int port) {
    this.connectedTo = connectedTo;
    this.port = port;
  }

  boolean accepts(RequestHead head) throws Refused {
    String host = head.only("Host");
    if (host == null) {
      return false;
    }
    int colon = host.indexOf(':', host.startsWith("[") ? Math.max(host.indexOf(']'), 0) : 0);
    String name = colon < 0 ? host : host.substring(0, colon);
    String written = colon < 0 ? String.valueOf(HTTP_PORT) : host.substring(colon + 1);
    return written.equals(String.valueOf(port)) && isOwn(name);
  }

  private boolean isOwn(String name) {
    if (name.toLowerCase(Locale.ROOT).equals("localhost")) {
      return true;
    }
    InetAddress address = address(name);
    return address != null && (address.isLoopbackAddress() || address.equals(connectedTo));
  }

  /** Null if it is a name; nothing is looked up. */
  private static @Nullable InetAddress address(String written) {
    boolean brackets = written.startsWith("[") && written.endsWith("]");
    String literal = brackets ? written.substring(1, written.length() - 1) : written;
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
