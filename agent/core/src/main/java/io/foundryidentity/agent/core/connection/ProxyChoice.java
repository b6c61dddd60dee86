package io.foundryidentity.agent.core.connection;

import java.net.Proxy;
import org.jspecify.annotations.Nullable;

/** How to reach one https host: directly, through SOCKS, or through an HTTP proxy's CONNECT. */
public final class ProxyChoice {

  static final ProxyChoice DIRECT = new ProxyChoice(Proxy.NO_PROXY, null, -1, null);

  final Proxy socks;
  final @Nullable String host;
  final int port;

  /** {@code user:password}; never printed. */
  final @Nullable String userInfo;

  private ProxyChoice(Proxy socks, @Nullable String host, int port, @Nullable String userInfo) {
    this.socks = socks;
    this.host = host;
    this.port = port;
    this.userInfo = userInfo;
  }

  /** {@code host:port} of the proxy; null for a direct connection. */
  public @Nullable String proxy() {
    return host != null
        ? host + ":" + port
        : socks.type() == Proxy.Type.DIRECT ? null : String.valueOf(socks.address());
  }

  static ProxyChoice socks(Proxy proxy) {
    return new ProxyChoice(proxy, null, -1, null);
  }

  static ProxyChoice through(String host, int port, @Nullable String userInfo) {
    return new ProxyChoice(Proxy.NO_PROXY, host, port, userInfo);
  }
}
