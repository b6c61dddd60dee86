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

/** Jetty's client in one HTTP version; its answers are read as streams. */
final class TestedJetty implements TestedClient {

  /**
   * Stands for no proxy. There is one client for each proxy, as a Jetty client's proxies are fixed.
   */
  private static final InetSocketAddress DIRECT = InetSocketAddress.createUnresolved("direct", 0);

  private final Map<InetSocketAddress, HttpClient> clients = new ConcurrentHashMap<>();
  private final boolean http2;
  private final SSLContext trust;
  private final boolean checkNames;
  private final boolean impatient;

  TestedJetty(boolean http2, SSLContext trust, boolean checkNames) {
    this(http2, trust, checkNames, false);
  }

  /**
   * @param impatient with each timer at one second, except those for a whole call
   */
  TestedJetty(boolean http2, SSLContext trust, boolean checkNames, boolean impatient) {
    this.impatient = impatient;
    this.http2 = http2;
    this.trust = trust;
    this.checkNames = checkNames;
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
      // After a redirect to a server without TLS it would continue in HTTP/2
      abilities.remove(Ability.CHANGE_PROTOCOL);
    }
    return abilities;
  }

  @Override
  public String version() {
    return http2 ? "HTTP/2" : "HTTP/1.1";
  }

  static HttpClient client(boolean http2, SSLContext trust) {
    return client(http2, tls(trust), new ClientConnector());
  }

  static SslContextFactory.Client tls(SSLContext trust) {
    SslContextFactory.Client tls = new SslContextFactory.Client();
    tls.setSslContext(trust);
    return tls;
  }

  static HttpClient client(boolean http2, SslContextFactory.Client tls, ClientConnector connector) {
    connector.setSslContextFactory(tls);
    if (http2) {
      return new HttpClient(
          new HttpClientTransportDynamic(
              connector,
              // The first one is used without TLS
              HttpClientConnectionFactory.HTTP11,
              new ClientConnectionFactoryOverHTTP2.HTTP2(new HTTP2Client(connector))));
    }
    return new HttpClient(new HttpClientTransportOverHTTP(connector));
  }

  private HttpClient client(InetSocketAddress proxy) {
    SslContextFactory.Client tls = tls(trust);
    if (!checkNames) {
      tls.setEndpointIdentificationAlgorithm(null);
    }
    HttpClient client = client(http2, tls, new ClientConnector());
    client.setMaxConnectionsPerDestination(64);
    client.setRequestBufferSize(16 * 1024); // For the whole head
    if (impatient) {
      client.setConnectTimeout(1_000);
      client.setAddressResolutionTimeout(1_000);
      client.setIdleTimeout(1_000);
    }
    if (!proxy.isUnresolved()) {
      Proxies.add(client, new HttpProxy(proxy.getHostString(), proxy.getPort()));
    }
    try {
      client.start();
    } catch (Exception failure) {
      throw new IllegalStateException(failure);
    }
    return client;
  }

  @Override
  public boolean hasDeadline() {
    return true;
  }

  @Override
  public boolean canCancel() {
    return true;
  }

  @Override
  public TestResponse send(TestRequest wanted) throws IOException, InterruptedException {
    return start(wanted).answer();
  }

  @Override
  public TestCall start(TestRequest wanted) {
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
    if (impatient) {
      request.idleTimeout(1, TimeUnit.SECONDS);
    }
    if (wanted.deadline() != null) {
      request.timeout(wanted.deadline().toMillis(), TimeUnit.MILLISECONDS);
    }
    return new TestCall() {
      @Override
      public TestResponse answer() throws IOException, InterruptedException {
        return TestedJetty.answer(request, seen);
      }

      @Override
      public void cancel() {
        request.abort(new IOException("cancelled by the application"));
      }
    };
  }

  private static TestResponse answer(Request request, Queue<String> seen)
      throws IOException, InterruptedException {
    InputStreamResponseListener listener = new InputStreamResponseListener();
    request.send(listener);
    try {
      Response response = listener.get(60, TimeUnit.SECONDS);
      return answer(response, listener.getInputStream(), seen.toString() + request.getHeaders());
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof HttpResponseException unexpected) {
        // The client itself reports a 401 without a challenge in this way
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
