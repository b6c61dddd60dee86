package io.foundryidentity.agent.instrumentation.apachehttpclient4;

import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.testing.TestRequest;
import io.foundryidentity.agent.instrumentation.testing.TestResponse;
import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import java.io.IOException;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.HttpResponse;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.config.Registry;
import org.apache.http.config.RegistryBuilder;
import org.apache.http.conn.socket.ConnectionSocketFactory;
import org.apache.http.conn.socket.PlainConnectionSocketFactory;
import org.apache.http.conn.ssl.SSLConnectionSocketFactory;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClientBuilder;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.impl.conn.PoolingHttpClientConnectionManager;
import org.apache.http.protocol.HttpContext;

/** The client that {@code HttpClientBuilder} makes, from 4.3 on. */
final class BuiltClient implements TestedClient {

  private final CloseableHttpClient client;
  private final int timeoutMillis;

  BuiltClient(HttpClientBuilder builder) {
    this(builder, -1);
  }

  /**
   * @param timeoutMillis for each timer of a request; -1 for the client's own defaults
   */
  BuiltClient(HttpClientBuilder builder, int timeoutMillis) {
    this.timeoutMillis = timeoutMillis;
    client =
        builder
            .addInterceptorLast(
                (HttpRequest request, HttpContext context) -> Exchange.look(context))
            .addInterceptorLast(
                (HttpResponse response, HttpContext context) -> Exchange.look(context))
            .build();
  }

  static Registry<ConnectionSocketFactory> sockets(SSLContext trust) {
    return sockets(new SSLConnectionSocketFactory(trust));
  }

  private static Registry<ConnectionSocketFactory> sockets(SSLConnectionSocketFactory tls) {
    return RegistryBuilder.<ConnectionSocketFactory>create()
        .register("http", PlainConnectionSocketFactory.getSocketFactory())
        .register("https", tls)
        .build();
  }

  static HttpClientBuilder pooling(SSLContext trust) {
    return pooling(new SSLConnectionSocketFactory(trust));
  }

  static HttpClientBuilder pooling(SSLConnectionSocketFactory tls) {
    PoolingHttpClientConnectionManager pool = new PoolingHttpClientConnectionManager(sockets(tls));
    pool.setMaxTotal(128);
    pool.setDefaultMaxPerRoute(128);
    return HttpClients.custom().setConnectionManager(pool);
  }

  @Override
  public ClientInstrumentation instrumentation() {
    return new ApacheHttpClient4Instrumentation();
  }

  @Override
  public Set<Ability> abilities() {
    return Exchange.abilities();
  }

  /**
   * Before 4.5 the certificate's common name counted too, and all certificates of tests have it.
   */
  @Override
  public boolean checksNames() {
    return Exchange.isNewest();
  }

  @Override
  public String version() {
    return "HTTP/1.1";
  }

  @Override
  public TestResponse send(TestRequest wanted) throws IOException {
    return start(wanted).answer();
  }

  @Override
  public boolean canCancel() {
    return true;
  }

  @Override
  public Exchange start(TestRequest wanted) {
    RequestConfig.Builder config =
        RequestConfig.custom()
            .setConnectionRequestTimeout(timeoutMillis)
            .setConnectTimeout(timeoutMillis)
            .setSocketTimeout(timeoutMillis)
            .setRedirectsEnabled(wanted.followRedirects())
            .setCircularRedirectsAllowed(true);
    if (wanted.proxy() != null) {
      config.setProxy(new HttpHost(wanted.proxy().getHostString(), wanted.proxy().getPort()));
    }
    Exchange exchange = new Exchange(client, wanted);
    exchange.request.setConfig(config.build());
    return exchange;
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
