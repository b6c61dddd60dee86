package io.foundryidentity.agent.bootstrap;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import org.jspecify.annotations.Nullable;

/**
 * The way from an HTTP codec to the network, as far as a token is concerned: the TLS that encrypts
 * what the codec writes, and whether the channel's socket leads to the server itself.
 *
 * <p>It also finds the target that a request is meant for. TLS knows that best, as the client told
 * it whom to call; where it does not know, the request's own authority says it. Neither is a proof.
 * The certificate in TLS's session is one, or without TLS the socket's other end.
 *
 * <p>Public for advice, which keeps it with the channel until a TLS handler comes or goes.
 */
public final class ChannelRoute {

  /** The name under which a channel keeps its route. */
  public static final String NAME = "foundry-identity-route";

  /**
   * What is written next is meant for a server behind a proxy. Only TLS inside of the tunnel can
   * lead to a target.
   */
  public static final ChannelRoute TUNNEL = new ChannelRoute(null, false);

  /** Of a TLS handler that lets the first write pass as it is. */
  private static final Peer STARTTLS = Peer.at(null);

  private static final String PROXY_HANDLER = "io.netty.handler.proxy.ProxyHandler";

  private final @Nullable Object tls;
  private final boolean direct;

  private ChannelRoute(@Nullable Object tls, boolean direct) {
    this.tls = tls;
    this.direct = direct;
  }

  /**
   * The route through a channel's handlers. With TLS to a proxy and TLS through its tunnel, the one
   * next to the codec counts; TLS that ends at a proxy does not.
   *
   * @param handlers in order, from the socket on
   * @param codec the name of the handler at which to stop
   * @param before what was known, or null
   */
  public static ChannelRoute of(
      Iterable<? extends Map.Entry<String, ?>> handlers,
      String codec,
      Class<?> tlsHandler,
      @Nullable ChannelRoute before) {
    Object nearest = null;
    boolean direct = before != TUNNEL;
    for (Map.Entry<String, ?> entry : handlers) {
      if (entry.getKey().equals(codec)) {
        break;
      }
      Object handler = entry.getValue();
      if (tlsHandler.isInstance(handler)) {
        boolean ended = isEnded(handler);
        direct &= nearest == null && !ended;
        nearest = ended ? null : handler;
      } else if (isProxy(handler)) {
        direct = false;
        nearest = null;
      }
    }
    return nearest == null && !direct ? TUNNEL : new ChannelRoute(nearest, direct);
  }

  /** Notes that what is written through that TLS handler is not for the server at its other end. */
  public static void end(Object tlsHandler) {
    KnownPeers.note(tlsHandler, Peer.NOBODY);
  }

  /** Notes that a TLS handler lets the first write pass as it is (STARTTLS). */
  public static void beginsLater(Object tlsHandler) {
    KnownPeers.note(tlsHandler, STARTTLS);
  }

  /** Whether a TLS handler would let the next write pass as it is; nobody can wait for its TLS. */
  public static boolean isBeforeTls(Object tlsHandler, SSLEngine engine) {
    return KnownPeers.of(tlsHandler) == STARTTLS
        && engine.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.NOT_HANDSHAKING;
  }

  /** Whether a TLS handler lets the first write pass as it is, whenever that comes. */
  public static boolean mayBeginLater(Object tlsHandler) {
    return KnownPeers.of(tlsHandler) == STARTTLS;
  }

  /** Whether a channel's remote address is the other end of a TCP connection. */
  public static boolean isSocket(Object channel) {
    return SocketChannels.include(channel);
  }

  private static boolean isEnded(Object tlsHandler) {
    return KnownPeers.of(tlsHandler) == Peer.NOBODY;
  }

  /** By its name: a client without proxies may not have the class. */
  private static boolean isProxy(@Nullable Object handler) {
    Class<?> type = handler == null ? null : handler.getClass();
    while (type != null && !type.getName().endsWith(PROXY_HANDLER)) {
      type = type.getSuperclass();
    }
    return type != null;
  }

  /** The TLS handler that encrypts what the codec writes; null if there is none. */
  public @Nullable Object tls() {
    return tls;
  }

  /**
   * The target of a request over TLS.
   *
   * @param host of TLS's peer; null if TLS was not told
   * @param port of TLS's peer; not positive if TLS was not told: then it is the socket's, or
   *     through a proxy the authority's
   * @param authority the request's Host or {@code :authority}; needed only if TLS was not told
   * @return null if the request is for no target
   */
  public @Nullable TargetedRequest find(
      @Nullable String host,
      int port,
      @Nullable SocketAddress remote,
      @Nullable CharSequence authority,
      @Nullable CharSequence path) {
    boolean told = host != null && !host.isEmpty();
    String name = told ? host : authority == null ? null : host(authority);
    if (name == null || path == null || !isPath(path)) {
      return null;
    }
    int known = port;
    if (known <= 0) {
      known =
          direct && remote instanceof InetSocketAddress
              ? ((InetSocketAddress) remote).getPort()
              : port(authority);
    }
    return AuthorizationBridge.find("https", name, known, path.toString());
  }

  /**
   * The target of a request over QUIC, whose TLS is part of the connection: nothing is between.
   *
   * @param host of TLS's peer; null if TLS was not told
   * @param port of TLS's peer; not positive if TLS was not told
   * @return null if the request is for no target, or for another host than its connection
   */
  public static @Nullable TargetedRequest findOverQuic(
      @Nullable String host,
      int port,
      @Nullable CharSequence authority,
      @Nullable CharSequence path) {
    // Not direct: a channel of QUIC has no address of a socket that could name the port
    return isNamed(host, authority, path) ? TUNNEL.find(host, port, null, authority, path) : null;
  }

  /**
   * Whether a request without TLS may be for a target: only loopback literals are. Other requests
   * need no route.
   *
   * @param authority the request's Host or {@code :authority}
   */
  public static boolean mayDoWithoutTls(@Nullable CharSequence authority) {
    char first = authority == null || authority.length() == 0 ? ' ' : authority.charAt(0);
    return first == '1' || first == '[';
  }

  /**
   * The target of a request without TLS, if the socket leads there and nothing is between.
   *
   * @param authority the request's Host or {@code :authority}
   * @param remote the channel's own
   */
  public @Nullable TargetedRequest findWithoutTls(
      Object channel,
      @Nullable SocketAddress remote,
      @Nullable CharSequence authority,
      @Nullable CharSequence path) {
    if (path == null || !isPath(path) || authority == null) {
      return null;
    }
    TargetedRequest target =
        AuthorizationBridge.find("http", host(authority), port(authority), path.toString());
    boolean socket = direct && SocketChannels.include(channel);
    return target != null && target.isProvenByAddress(socket ? remote : null) ? target : null;
  }

  /**
   * Whether a request is meant for the host that its connection was opened for. In HTTP/2 a client
   * may send a request for another host over a connection whose certificate covers both (RFC 9113,
   * section 9.1.1); that one is told that it gets no token.
   *
   * @param host of TLS's peer; null if TLS was not told
   */
  public static boolean isNamed(
      @Nullable String host, @Nullable CharSequence authority, @Nullable CharSequence path) {
    if (host == null
        || host.isEmpty()
        || authority == null
        || host(authority).equalsIgnoreCase(host)) {
      return true;
    }
    TargetedRequest meant =
        path != null && isPath(path)
            ? AuthorizationBridge.find("https", host(authority), port(authority), path.toString())
            : null;
    if (meant != null) {
      meant.unproven("its connection was opened for another host");
    }
    return false;
  }

  /** A request whose line has anything but a path is never authorized. */
  private static boolean isPath(CharSequence path) {
    return path.length() > 0 && path.charAt(0) == '/';
  }

  private static String host(CharSequence authority) {
    String text = authority.toString();
    int colon = text.lastIndexOf(':');
    return colon > text.lastIndexOf(']') ? text.substring(0, colon) : text;
  }

  /** -1 for the scheme's own, 0 if it cannot be read. */
  private static int port(@Nullable CharSequence authority) {
    String text = authority == null ? "" : authority.toString();
    int colon = text.lastIndexOf(':');
    if (colon <= text.lastIndexOf(']')) {
      return -1;
    }
    int port = 0;
    for (int i = colon + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9' || port > 65_535) {
        return 0;
      }
      port = port * 10 + (c - '0');
    }
    return port;
  }
}
