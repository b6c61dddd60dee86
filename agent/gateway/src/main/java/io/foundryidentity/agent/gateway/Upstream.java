package io.foundryidentity.agent.gateway;

import io.foundryidentity.agent.core.target.Target;
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
 * <p>TLS trusts what the JVM trusts ({@code javax.net.ssl.trustStore}) through a context made here,
 * and compares host names: neither {@code SSLContext.setDefault} nor the system property {@code
 * jdk.internal.httpclient.disableHostnameVerification}, by which applications switch verification
 * off for themselves, reaches what carries the agent's token.
 *
 * <p>HTTP/1.1, as on the client's side: a call that is given up takes its connection with it and
 * nothing else. Made at the first request, on a thread of the gateway, so that the client's thread
 * carries nothing of the application's.
 */
final class Upstream {

  private static final Duration LONGEST_CONNECT = Duration.ofSeconds(30);

  /** A JVM without java.net.http says so when a gateway opens, and not at its first request. */
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
      // Plain http is for loopback alone, and no token goes through a proxy in the clear.
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
      // No key of the application's; the JVM's default trust managers
      context.init(null, null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  /** Those of the JVM as they are at each request, not as they were when the client was made. */
  private static final class CurrentProxies extends ProxySelector {

    @Override
    public List<Proxy> select(URI uri) {
      ProxySelector current = ProxySelector.getDefault();
      return current == null ? Collections.singletonList(Proxy.NO_PROXY) : current.select(uri);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
      ProxySelector current = ProxySelector.getDefault();
      if (current != null) {
        current.connectFailed(uri, address, failure);
      }
    }
  }
}
