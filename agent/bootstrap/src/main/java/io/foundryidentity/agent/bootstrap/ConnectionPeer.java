package io.foundryidentity.agent.bootstrap;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.StandardConstants;
import org.jspecify.annotations.Nullable;

/**
 * Who is at the other end of a connection, as far as a token is concerned: the host and port that
 * TLS was asked to verify, and without TLS a loopback address.
 *
 * <p>Public for advice.
 */
public final class ConnectionPeer {

  /** Under which name a client may keep it with a connection over TLS. */
  public static final String NAME = "foundry-identity-peer";

  /** A host that is no target. */
  public static final InetSocketAddress NOBODY = InetSocketAddress.createUnresolved("", 0);

  private ConnectionPeer() {}

  /**
   * Of all that stands between the socket and a codec, the last of one kind: with TLS to a proxy
   * and TLS through its tunnel the one that encrypts what the codec writes.
   *
   * @param handlers in order, from the socket on
   * @param codec where to stop
   */
  public static <T> @Nullable T nearest(
      Iterable<? extends Map.Entry<String, ?>> handlers, String codec, Class<T> kind) {
    T nearest = null;
    for (Map.Entry<String, ?> handler : handlers) {
      if (handler.getKey().equals(codec)) {
        break;
      }
      if (kind.isInstance(handler.getValue())) {
        nearest = kind.cast(handler.getValue());
      }
    }
    return nearest;
  }

  /** The other end of a connection's own engine. */
  public static InetSocketAddress overTls(
      SSLEngine engine, @Nullable SocketAddress remote, @Nullable CharSequence path) {
    return overTls(
        engine.getPeerHost(), engine.getPeerPort(), engine.getSSLParameters(), remote, path);
  }

  /**
   * Whom TLS verifies, by what it is asked.
   *
   * @param port -1 if TLS does not know; then it is the socket's
   * @param path what is asked for first
   */
  public static InetSocketAddress overTls(
      @Nullable String host,
      int port,
      SSLParameters asked,
      @Nullable SocketAddress remote,
      @Nullable CharSequence path) {
    String serverName = null;
    List<SNIServerName> names = asked.getServerNames();
    if (names != null) {
      for (SNIServerName name : names) {
        if (name.getType() == StandardConstants.SNI_HOST_NAME) {
          serverName = new String(name.getEncoded(), StandardCharsets.US_ASCII);
        }
      }
    }
    String algorithm = asked.getEndpointIdentificationAlgorithm();
    return overTls(host, port, algorithm, serverName, remote, path);
  }

  /**
   * Whom TLS verifies. Its peer is a mere hint where it has no algorithm that compares it to the
   * certificate, or where it asks for a server of another name: then the JDK takes either.
   *
   * @param port -1 if TLS does not know; then it is the socket's
   * @param algorithm for endpoint identification
   * @param serverName what TLS asks for by name, or null for nothing
   * @param path what is asked for first
   */
  static InetSocketAddress overTls(
      @Nullable String host,
      int port,
      @Nullable String algorithm,
      @Nullable String serverName,
      @Nullable SocketAddress remote,
      @Nullable CharSequence path) {
    int known =
        port <= 0 && remote instanceof InetSocketAddress
            ? ((InetSocketAddress) remote).getPort()
            : port;
    if (host == null || known <= 0) {
      return NOBODY;
    }
    if (algorithm != null
        && !algorithm.isEmpty()
        && (serverName == null || serverName.equalsIgnoreCase(host))) {
      return InetSocketAddress.createUnresolved(host, known);
    }
    if (AuthorizationBridge.concerns("https", host, known, path, null)) {
      AuthorizationBridge.tell(
          new IllegalStateException(
              "TLS is not asked to verify that it is "
                  + host
                  + ": set the endpoint identification algorithm HTTPS, and no other server name"));
    }
    return NOBODY;
  }

  /**
   * Where a socket without TLS leads, which counts if it is a loopback address and the request
   * names just that. A proxy between would have to listen on the very address and port that the
   * request is meant for.
   *
   * @param authority the request's own word for its target
   */
  public static InetSocketAddress withoutTls(
      @Nullable SocketAddress remote, @Nullable CharSequence authority) {
    InetSocketAddress socket =
        remote instanceof InetSocketAddress ? (InetSocketAddress) remote : NOBODY;
    InetAddress address = socket.getAddress();
    if (authority == null || address == null || !address.isLoopbackAddress()) {
      return NOBODY;
    }
    String literal = address.getHostAddress();
    String named = authority.toString();
    String host = host(named);
    boolean same =
        host.equals(literal)
            || host.equals("[" + literal + "]")
            || (host.equals("[::1]") && literal.equals("0:0:0:0:0:0:0:1"));
    String port = host.length() == named.length() ? "80" : named.substring(host.length() + 1);
    return same && port.equals(Integer.toString(socket.getPort()))
        ? InetSocketAddress.createUnresolved(literal, socket.getPort())
        : NOBODY;
  }

  /**
   * Whether a request names the host that its connection leads to. In HTTP/2 a client may send what
   * is meant for another host over a connection whose certificate covers both (RFC 9113, section
   * 9.1.1).
   *
   * @param authority null where a request says nothing of its own
   */
  public static boolean isNamed(InetSocketAddress peer, @Nullable CharSequence authority) {
    return authority == null || host(authority.toString()).equalsIgnoreCase(peer.getHostString());
  }

  private static String host(String authority) {
    int colon = authority.lastIndexOf(':');
    return colon > authority.lastIndexOf(']') ? authority.substring(0, colon) : authority;
  }
}
