package io.foundryidentity.agent.health;

import io.foundryidentity.agent.core.server.HostHeader;
import io.foundryidentity.agent.core.server.Refused;
import io.foundryidentity.agent.core.server.RequestHead;
import java.net.InetAddress;

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
    HostHeader header = HostHeader.of(host, HTTP_PORT);
    return header.port.equals(String.valueOf(port)) && isOwn(header);
  }

  private boolean isOwn(HostHeader header) {
    if (header.isLocalhost()) {
      return true;
    }
    InetAddress address = header.address();
    return address != null && (address.isLoopbackAddress() || address.equals(connectedTo));
  }
}
