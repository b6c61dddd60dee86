package io.foundryidentity.agent.instrumentation.jettyclient10;

import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.ProxyConfiguration;

/** Jetty 12 has another method for it, and its own copy of this class. */
final class Proxies {

  private Proxies() {}

  static void add(HttpClient client, ProxyConfiguration.Proxy proxy) {
    client.getProxyConfiguration().getProxies().add(proxy);
  }
}
