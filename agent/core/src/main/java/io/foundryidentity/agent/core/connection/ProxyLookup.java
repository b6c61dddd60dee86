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
 * Finds the proxy for an https host: first the JVM's own ({@code https.proxyHost}, or what its
 * proxy selector says), then {@code HTTPS_PROXY} except for hosts in {@code NO_PROXY}.
 *
 * <p>An application's proxy selector is safe to use: the proxy only sees a TLS tunnel.
 */
public final class ProxyLookup {

  private static final Logger log = LoggerFactory.getLogger(ProxyLookup.class);

  private final Map<String, String> environment;

  /**
   * @param environment variables by name
   */
  public ProxyLookup(Map<String, String> environment) {
    this.environment = environment;
  }

  /** How to reach that host. */
  public ProxyChoice forHttps(String host, int port) {
    ProxyChoice selected = selected(host, port);
    if (selected != ProxyChoice.DIRECT || System.getProperty("https.proxyHost") != null) {
      return selected;
    }
    String proxy = variable("HTTPS_PROXY");
    return proxy == null || excluded(host, port) ? ProxyChoice.DIRECT : parsed(proxy);
  }

  private static ProxyChoice selected(String host, int port) {
    Proxy proxy;
    try {
      proxy = selected(new URI("https", null, host, port, "/", null, null));
    } catch (URISyntaxException e) {
      log.debug("the proxy for {} could not be selected: {}", host, e.toString());
      return ProxyChoice.DIRECT;
    }
    if (proxy.type() == Proxy.Type.DIRECT) {
      return ProxyChoice.DIRECT;
    }
    if (proxy.type() == Proxy.Type.SOCKS) {
      return ProxyChoice.socks(proxy);
    }
    InetSocketAddress address = (InetSocketAddress) proxy.address();
    return ProxyChoice.through(address.getHostString(), address.getPort(), null);
  }

  /**
   * The first proxy that the JVM's selector names and that can be one, else {@link Proxy#NO_PROXY}.
   *
   * <p>The selector may be the application's, which may answer with anything or throw. That is its
   * own affair: then there is no proxy.
   */
  public static Proxy selected(URI uri) {
    try {
      ProxySelector selector = ProxySelector.getDefault();
      List<Proxy> proxies = selector == null ? null : selector.select(uri);
      if (proxies != null) {
        for (Proxy proxy : proxies) {
          if (proxy != null && proxy.type() == Proxy.Type.DIRECT) {
            break;
          }
          if (proxy != null
              && proxy.type() != null
              && proxy.address() instanceof InetSocketAddress) {
            // A copy, as a class of the application's may answer otherwise the next time
            return new Proxy(proxy.type(), proxy.address());
          }
        }
      }
    } catch (RuntimeException | LinkageError e) {
      log.debug("the proxy for {} could not be selected: {}", uri.getHost(), e.toString());
    }
    return Proxy.NO_PROXY;
  }

  private static ProxyChoice parsed(String proxy) {
    try {
      URI uri = new URI(proxy.contains("://") ? proxy : "http://" + proxy);
      if (uri.getHost() != null && "http".equalsIgnoreCase(uri.getScheme())) {
        int port = uri.getPort() == -1 ? 80 : uri.getPort();
        return ProxyChoice.through(uri.getHost(), port, uri.getUserInfo());
      }
    } catch (URISyntaxException e) {
      // Logged below without the value, which may contain a password
    }
    log.warn("HTTPS_PROXY is ignored: it is not an http URL");
    return ProxyChoice.DIRECT;
  }

  /** NO_PROXY as curl reads it: names with or without a leading dot or a port, or a star. */
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
