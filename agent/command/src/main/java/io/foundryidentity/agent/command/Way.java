package io.foundryidentity.agent.command;

import io.foundryidentity.agent.core.connection.Connector;
import io.foundryidentity.agent.core.connection.ProxyLookup;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One way to reach a target: with the JVM's own proxy settings, or with HTTPS_PROXY. */
final class Way {

  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration HANDSHAKE = Duration.ofSeconds(10);

  private final Connector connector;
  private final @Nullable String proxy;

  private Way(ProxyLookup proxies, String scheme, String host, int port) {
    connector = new Connector(proxies, CONNECT, HANDSHAKE);
    // A plain http target is on this machine, and no proxy is used for it
    proxy = scheme.equals("http") ? null : proxies.forHttps(host, port).proxy();
  }

  /** As most clients connect: with the system properties and the JVM's proxy selector alone. */
  static Way ofJvm(String scheme, String host, int port) {
    return new Way(new ProxyLookup(Collections.emptyMap()), scheme, host, port);
  }

  /** As the agent's own requests connect; null if it is the same way as the JVM's. */
  static @Nullable Way ofVariable(
      Map<String, String> environment, String scheme, String host, int port, Way jvm) {
    Way way = new Way(new ProxyLookup(environment), scheme, host, port);
    return way.proxy == null || way.proxy.equals(jvm.proxy) ? null : way;
  }

  Connector connector() {
    return connector;
  }

  /** {@code host:port} of the proxy, or null. */
  @Nullable String proxy() {
    return proxy;
  }
}
