package io.foundryidentity.agent.gateway;

import io.foundryidentity.agent.core.connection.ProxyLookup;
import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's client, for https targets that chose HTTP/2: with the gateway's {@link TargetTls} and
 * the JVM's proxies; no redirects, cookies or passwords.
 *
 * <p>Host names are compared also if the system property {@code
 * jdk.internal.httpclient.disableHostnameVerification} is set. The client is created at the first
 * request, on a thread of the gateway, so that its thread inherits nothing from the application.
 */
final class Http2Client {

  private static final Duration LONGEST_CONNECT = Duration.ofSeconds(30);

  /** Makes a JVM without java.net.http fail when a gateway opens, and not at its first request. */
  @SuppressWarnings("UnusedVariable")
  private final Class<?> needed = HttpClient.class;

  private final TargetTls tls;
  private final Executor threads;
  private @Nullable HttpClient client;

  Http2Client(TargetTls tls, Executor threads) {
    this.tls = tls;
    this.threads = threads;
  }

  synchronized HttpClient client() throws IOException {
    if (client == null) {
      client =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_2)
              .followRedirects(HttpClient.Redirect.NEVER)
              .sslContext(tls.context())
              // Without names of TLS versions in them, the client does not offer HTTP/2
              .sslParameters(TargetTls.verifying(tls.context().getDefaultSSLParameters()))
              .connectTimeout(LONGEST_CONNECT)
              .proxy(new CurrentProxies())
              .executor(threads)
              .build();
    }
    return client;
  }

  /** The JVM's proxies at the time of each request, not at the creation of the client. */
  private static final class CurrentProxies extends ProxySelector {

    @Override
    public List<Proxy> select(URI uri) {
      return Collections.singletonList(ProxyLookup.selected(uri));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
      ProxySelector current = ProxySelector.getDefault();
      if (current != null) {
        try {
          current.connectFailed(uri, address, failure);
        } catch (RuntimeException | LinkageError ofTheApplication) {
          // The request fails because of the connection, and says so
        }
      }
    }
  }
}
