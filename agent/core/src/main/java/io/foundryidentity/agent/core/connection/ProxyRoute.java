package io.foundryidentity.agent.core.connection;

import java.net.Proxy;
import org.jspecify.annotations.Nullable;

/** The way to one https host: direct, through SOCKS, or through an HTTP proxy's CONNECT. */
public final class ProxyRoute {

  static final ProxyRoute DIRECT = new ProxyRoute(Proxy.NO_PROXY, null, -1, null);

  final Proxy socks;
  final @Nullable String host;
  final int port;

  /** {@code user:password}; never printed. */
  final @Nullable String userInfo;

  private ProxyRoute(Proxy socks, @Nullable String host, int port, @Nullable String userInfo) {
    this.socks = socks;
    this.host = host;
    this.port = port;
    this.userInfo = userInfo;
  }

  /** {@code host:port} of the proxy; null where there is none between. */
  public @Nullable String proxy() {
    return host != null
        ? host + ":" + port
        : socks.type() == Proxy.Type.DIRECT ? null : String.valueOf(socks.address());
  }

  static ProxyRoute socks(Proxy proxy) {
    return new ProxyRoute(proxy, null, -1, null);
  }

  static ProxyRoute through(String host, int port, @Nullable String userInfo) {
    return new ProxyRoute(Proxy.NO_PROXY, host, port, userInfo);
  }
}
