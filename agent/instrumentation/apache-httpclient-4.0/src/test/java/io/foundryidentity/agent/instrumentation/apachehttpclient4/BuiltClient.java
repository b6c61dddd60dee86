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

  BuiltClient(HttpClientBuilder builder) {
    client =
        builder
            .addInterceptorLast(
                (HttpRequest request, HttpContext context) -> Exchange.look(context))
            .addInterceptorLast(
                (HttpResponse response, HttpContext context) -> Exchange.look(context))
            .build();
  }

  static Registry<ConnectionSocketFactory> sockets(SSLContext trust) {
    return RegistryBuilder.<ConnectionSocketFactory>create()
        .register("http", PlainConnectionSocketFactory.getSocketFactory())
        .register("https", new SSLConnectionSocketFactory(trust))
        .build();
  }

  static HttpClientBuilder pooling(SSLContext trust) {
    PoolingHttpClientConnectionManager pool =
        new PoolingHttpClientConnectionManager(sockets(trust));
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

  @Override
  public String version() {
    return "HTTP/1.1";
  }

  @Override
  public TestResponse send(TestRequest wanted) throws IOException {
    Exchange exchange = new Exchange(wanted);
    RequestConfig.Builder config =
        RequestConfig.custom()
            .setRedirectsEnabled(wanted.followRedirects())
            .setCircularRedirectsAllowed(true);
    if (wanted.proxy() != null) {
      config.setProxy(new HttpHost(wanted.proxy().getHostString(), wanted.proxy().getPort()));
    }
    exchange.request.setConfig(config.build());
    return exchange.answer(client.execute(exchange.request, exchange.context));
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
