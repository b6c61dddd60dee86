package io.foundryidentity.agent.gateway;

import io.foundryidentity.agent.core.connection.ProxyLookup;
import io.foundryidentity.agent.core.targets.Target;
import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's client, with the JVM's trust settings and proxies; no redirects, cookies or passwords.
 *
 * <p>TLS uses the JVM's trust store ({@code javax.net.ssl.trustStore}) with a context of its own,
 * and compares host names. Applications switch verification off with {@code SSLContext.setDefault}
 * or the system property {@code jdk.internal.httpclient.disableHostnameVerification}; neither has
 * an effect on requests with the agent's token.
 *
 * <p>It uses HTTP/1.1, as the gateway's clients do, so that cancelling a call closes only its own
 * connection. The client is created at the first request, on a thread of the gateway, so that its
 * thread inherits nothing from the application.
 */
final class Upstream {

  private static final Duration LONGEST_CONNECT = Duration.ofSeconds(30);

  /** Makes a JVM without java.net.http fail when a gateway opens, and not at its first request. */
  @SuppressWarnings("UnusedVariable")
  private final Class<?> needed = HttpClient.class;

  private final Executor threads;
  private @Nullable HttpClient secure;
  private @Nullable HttpClient plain;

  Upstream(Executor threads) {
    this.threads = threads;
  }

  synchronized HttpClient clientFor(Target target) throws IOException {
    if (target.scheme().equals("https")) {
      if (secure == null) {
        secure = client(new CurrentProxies());
      }
      return secure;
    }
    if (plain == null) {
      // Plain http is for loopback only, and no token may go through a proxy unencrypted.
      plain = client(HttpClient.Builder.NO_PROXY);
    }
    return plain;
  }

  private HttpClient client(ProxySelector proxies) throws IOException {
    SSLParameters verifying = new SSLParameters();
    verifying.setEndpointIdentificationAlgorithm("HTTPS");
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .sslContext(tls())
        .sslParameters(verifying)
        .connectTimeout(LONGEST_CONNECT)
        .proxy(proxies)
        .executor(threads)
        .build();
  }

  private static SSLContext tls() throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      // No client key, and the JVM's default trust managers
      context.init(null, null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
    }
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
