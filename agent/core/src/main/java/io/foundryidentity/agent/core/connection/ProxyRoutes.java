package io.foundryidentity.agent.core.connection;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the proxy for an https host: the JVM's own ({@code https.proxyHost} and what else its
 * selector knows), else {@code HTTPS_PROXY} less {@code NO_PROXY}.
 *
 * <p>An application's selector may well be asked: a proxy sees a TLS tunnel and nothing inside it.
 */
public final class ProxyRoutes {

  private static final Logger log = LoggerFactory.getLogger(ProxyRoutes.class);

  private final Map<String, String> environment;

  /**
   * @param environment variables by name
   */
  public ProxyRoutes(Map<String, String> environment) {
    this.environment = environment;
  }

  /** The way to that host. */
  public ProxyRoute forHttps(String host, int port) {
    ProxyRoute selected = selected(host, port);
    if (selected != ProxyRoute.DIRECT || System.getProperty("https.proxyHost") != null) {
      return selected;
    }
    String proxy = variable("HTTPS_PROXY");
    return proxy == null || excluded(host, port) ? ProxyRoute.DIRECT : parsed(proxy);
  }

  private static ProxyRoute selected(String host, int port) {
    List<Proxy> proxies;
    try {
      ProxySelector selector = ProxySelector.getDefault();
      if (selector == null) {
        return ProxyRoute.DIRECT;
      }
      proxies = selector.select(new URI("https", null, host, port, "/", null, null));
    } catch (URISyntaxException | RuntimeException e) {
      // An application's selector may throw what it likes
      log.debug("No proxy selection for {}: {}", host, e.toString());
      return ProxyRoute.DIRECT;
    }
    Proxy first = proxies == null || proxies.isEmpty() ? Proxy.NO_PROXY : proxies.get(0);
    if (first.type() == Proxy.Type.DIRECT || !(first.address() instanceof InetSocketAddress)) {
      return ProxyRoute.DIRECT;
    }
    if (first.type() == Proxy.Type.SOCKS) {
      return ProxyRoute.socks(first);
    }
    InetSocketAddress address = (InetSocketAddress) first.address();
    return ProxyRoute.through(address.getHostString(), address.getPort(), null);
  }

  private static ProxyRoute parsed(String proxy) {
    try {
      URI uri = new URI(proxy.contains("://") ? proxy : "http://" + proxy);
      if (uri.getHost() != null && "http".equalsIgnoreCase(uri.getScheme())) {
        int port = uri.getPort() == -1 ? 80 : uri.getPort();
        return ProxyRoute.through(uri.getHost(), port, uri.getUserInfo());
      }
    } catch (URISyntaxException e) {
      // Said below, without the value: it may hold a password
    }
    log.warn("HTTPS_PROXY is not an http URL and is left aside");
    return ProxyRoute.DIRECT;
  }

  /** NO_PROXY as curl reads it: names with or without a leading dot, a port at will, or a star. */
  private boolean excluded(String host, int port) {
    String list = variable("NO_PROXY");
    if (list == null) {
      return false;
    }
    String name = host.toLowerCase(Locale.ROOT);
    for (String part : list.split(",", -1)) {
      String entry = part.trim().toLowerCase(Locale.ROOT);
      int colon = entry.lastIndexOf(':');
      if (colon > 0 && entry.indexOf(':') == colon) {
        if (!entry.substring(colon + 1).equals(Integer.toString(port))) {
          continue;
        }
        entry = entry.substring(0, colon);
      }
      if (entry.equals("*") || matches(name, entry)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(String name, String entry) {
    String domain = entry.startsWith("*") ? entry.substring(1) : entry;
    domain = domain.startsWith(".") ? domain.substring(1) : domain;
    return !domain.isEmpty() && (name.equals(domain) || name.endsWith("." + domain));
  }

  private @Nullable String variable(String name) {
    String value = environment.get(name);
    if (value == null || value.isEmpty()) {
      value = environment.get(name.toLowerCase(Locale.ROOT));
    }
    return value == null || value.isEmpty() ? null : value;
  }
}
