package io.foundryidentity.agent.gateway;

import io.foundryidentity.agent.core.server.HostHeader;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which Host header is this gateway's on one connection: the address that the client has connected
 * to, {@code localhost} if that is a loopback address, and the names that the operator gave; each
 * with the port.
 *
 * <p>An address in the Host cannot be forged by DNS. A web page whose own name was made to resolve
 * to this machine (DNS rebinding) has that name as its Host, and is refused.
 */
final class HostNames {

  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  private final InetAddress connectedTo;
  private final int port;
  private final int usualPort;
  private final List<String> more;

  /**
   * @param connectedTo the connection's own end
   * @param more in lower case, with or without a port
   */
  HostNames(InetAddress connectedTo, int port, boolean secure, List<String> more) {
    this.connectedTo = connectedTo;
    this.port = port;
    this.usualPort = secure ? HTTPS_PORT : HTTP_PORT;
    this.more = more;
  }

  boolean contain(@Nullable String host) {
    if (host == null) {
      return false;
    }
    HostHeader header = HostHeader.of(host, usualPort);
    if (more.contains(header.name + ":" + header.port)) {
      return true;
    }
    return header.port.equals(String.valueOf(port))
        && (more.contains(header.name) || isOwn(header));
  }

  private boolean isOwn(HostHeader header) {
    if (header.isLocalhost()) {
      return connectedTo.isLoopbackAddress();
    }
    InetAddress address = header.address();
    return address != null && address.equals(connectedTo);
  }
}
