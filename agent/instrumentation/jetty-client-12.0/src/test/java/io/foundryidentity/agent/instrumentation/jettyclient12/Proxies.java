package io.foundryidentity.agent.instrumentation.jettyclient12;

import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.ProxyConfiguration;

/** Replaces the class with this name in the tests of Jetty 10. */
final class Proxies {

  private Proxies() {}

  static void add(HttpClient client, ProxyConfiguration.Proxy proxy) {
    client.getProxyConfiguration().addProxy(proxy);
  }
}
