package io.foundryidentity.agent.instrumentation.jettyclient10;

import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.testing.TestRequest;
import io.foundryidentity.agent.instrumentation.testing.TestResponse;
import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.HttpProxy;
import org.eclipse.jetty.client.HttpResponseException;
import org.eclipse.jetty.client.api.Request;
import org.eclipse.jetty.client.api.Response;
import org.eclipse.jetty.client.dynamic.HttpClientTransportDynamic;
import org.eclipse.jetty.client.http.HttpClientConnectionFactory;
import org.eclipse.jetty.client.http.HttpClientTransportOverHTTP;
import org.eclipse.jetty.client.util.InputStreamRequestContent;
import org.eclipse.jetty.client.util.InputStreamResponseListener;
import org.eclipse.jetty.client.util.StringRequestContent;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.client.http.ClientConnectionFactoryOverHTTP2;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Jetty's client in one HTTP version, its answers read as streams. */
final class TestedJetty implements TestedClient {

  /** Where no proxy is; one client for each, as Jetty's clients have their proxies once for all. */
  private static final InetSocketAddress DIRECT = InetSocketAddress.createUnresolved("direct", 0);

  private final Map<InetSocketAddress, HttpClient> clients = new ConcurrentHashMap<>();
  private final boolean http2;
  private final SSLContext trust;

  TestedJetty(boolean http2, SSLContext trust) {
    this.http2 = http2;
    this.trust = trust;
  }

  @Override
  public ClientInstrumentation instrumentation() {
    return new JettyClient10Instrumentation();
  }

  @Override
  public Set<Ability> abilities() {
    Set<Ability> abilities = EnumSet.allOf(Ability.class);
    if (http2) {
      // It would write both a Host and an :authority, which servers refuse
      abilities.remove(Ability.SET_HOST);
      // It would go on in HTTP/2 where a redirect leads to a server without TLS
      abilities.remove(Ability.CHANGE_PROTOCOL);
    }
    return abilities;
  }

  @Override
  public String version() {
    return http2 ? "HTTP/2" : "HTTP/1.1";
  }

  static HttpClient client(boolean http2, SSLContext trust) {
    SslContextFactory.Client tls = new SslContextFactory.Client();
    tls.setSslContext(trust);
    ClientConnector connector = new ClientConnector();
    connector.setSslContextFactory(tls);
    if (http2) {
      return new HttpClient(
          new HttpClientTransportDynamic(
              connector,
              // Without TLS the first one is it
              HttpClientConnectionFactory.HTTP11,
              new ClientConnectionFactoryOverHTTP2.HTTP2(new HTTP2Client(connector))));
    }
    return new HttpClient(new HttpClientTransportOverHTTP(connector));
  }

  private HttpClient client(InetSocketAddress proxy) {
    HttpClient client = client(http2, trust);
    client.setMaxConnectionsPerDestination(64);
    if (!proxy.isUnresolved()) {
      client
          .getProxyConfiguration()
          .getProxies()
          .add(new HttpProxy(proxy.getHostString(), proxy.getPort()));
    }
    try {
      client.start();
    } catch (Exception failure) {
      throw new IllegalStateException(failure);
    }
    return client;
  }

  @Override
  public TestResponse send(TestRequest wanted) throws IOException, InterruptedException {
    HttpClient client =
        clients.computeIfAbsent(wanted.proxy() == null ? DIRECT : wanted.proxy(), this::client);
    Queue<String> seen = new ConcurrentLinkedQueue<>();
    Request request =
        client
            .newRequest(wanted.uri())
            .method(wanted.method())
            .followRedirects(wanted.followRedirects())
            .onRequestHeaders(sent -> seen.add(sent.getHeaders().toString()))
            .onRequestCommit(sent -> seen.add(sent.getHeaders().toString()))
            .onResponseBegin(response -> seen.add(response.getRequest().getHeaders().toString()));
    wanted
        .headers()
        .forEach(header -> request.headers(headers -> headers.add(header.name(), header.value())));
    switch (wanted.body().kind()) {
      case NONE -> {}
      case REPEATABLE -> request.body(new StringRequestContent(wanted.body().text()));
      case ONE_SHOT ->
          request.body(
              new InputStreamRequestContent(
                  new ByteArrayInputStream(wanted.body().text().getBytes(StandardCharsets.UTF_8))));
    }
    InputStreamResponseListener listener = new InputStreamResponseListener();
    request.send(listener);
    try {
      Response response = listener.get(20, TimeUnit.SECONDS);
      return answer(response, listener.getInputStream(), seen.toString() + request.getHeaders());
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof HttpResponseException unexpected) {
        // How the client itself tells of a 401 without a challenge
        return answer(unexpected.getResponse(), InputStream.nullInputStream(), seen.toString());
      }
      if (failure.getCause() instanceof IOException refused) {
        throw refused;
      }
      throw new IllegalStateException(failure);
    } catch (TimeoutException hangs) {
      throw new IllegalStateException(hangs);
    }
  }

  private static TestResponse answer(Response response, InputStream body, String seen) {
    return new TestResponse(
        response.getStatus(), body, seen + response.getRequest().getHeaders() + response);
  }

  @Override
  public void close() throws Exception {
    for (HttpClient client : clients.values()) {
      client.stop();
    }
  }
}
