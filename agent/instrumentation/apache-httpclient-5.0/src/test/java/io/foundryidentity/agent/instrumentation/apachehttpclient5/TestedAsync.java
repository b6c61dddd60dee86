package io.foundryidentity.agent.instrumentation.apachehttpclient5;

import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.testing.TestRequest;
import io.foundryidentity.agent.instrumentation.testing.TestResponse;
import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.hc.client5.http.async.methods.ConfigurableHttpRequest;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.H2AsyncClientBuilder;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.nio.AsyncClientConnectionManager;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;
import org.apache.hc.core5.http.nio.entity.BasicAsyncEntityProducer;
import org.apache.hc.core5.http.nio.ssl.TlsStrategy;
import org.apache.hc.core5.http.nio.support.BasicRequestProducer;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.io.CloseMode;

/**
 * An asynchronous client: the usual one in one HTTP version, or the one for HTTP/2 only. The
 * latter's requests without TLS go through the usual one, as no server of the test speaks HTTP/2
 * without TLS.
 */
final class TestedAsync implements TestedClient {

  private final List<String> intercepted;
  private final CloseableHttpAsyncClient client;
  private final String version;
  private final TestedAsync withoutTls;

  @SuppressWarnings("deprecation") // the way of 5.0, which the newest still has
  static TestedAsync of(HttpVersionPolicy policy, AsyncClientConnectionManager connections) {
    List<String> seen = new CopyOnWriteArrayList<>();
    return new TestedAsync(
        HttpAsyncClients.custom()
            .setVersionPolicy(policy)
            .setConnectionManager(connections)
            .setRedirectStrategy(new Trust.FollowingAll())
            .addRequestInterceptorLast(
                (request, entity, context) -> seen.add(TestedClassic.seen(request)))
            .build(),
        policy == HttpVersionPolicy.FORCE_HTTP_1 ? "HTTP/1.1" : "HTTP/2",
        null,
        seen);
  }

  static TestedAsync multiplexing(TlsStrategy tls) {
    List<String> seen = new CopyOnWriteArrayList<>();
    return new TestedAsync(
        H2AsyncClientBuilder.create()
            .setTlsStrategy(tls)
            .setRedirectStrategy(new Trust.FollowingAll())
            .addRequestInterceptorLast(
                (request, entity, context) -> seen.add(TestedClassic.seen(request)))
            .build(),
        "HTTP/2",
        of(HttpVersionPolicy.FORCE_HTTP_1, null),
        seen);
  }

  private TestedAsync(
      CloseableHttpAsyncClient client, String version, TestedAsync withoutTls, List<String> seen) {
    this.client = client;
    this.version = version;
    this.withoutTls = withoutTls;
    this.intercepted = seen;
    client.start();
  }

  @Override
  public ClientInstrumentation instrumentation() {
    return new ApacheHttpClient5Instrumentation();
  }

  @Override
  public Set<Ability> abilities() {
    Set<Ability> abilities = TestedClassic.abilitiesOf();
    if (version.equals("HTTP/2")) {
      // The host is in the pseudo-header, where user-info violates the protocol
      abilities.remove(Ability.SET_HOST);
      abilities.remove(Ability.TAKE_USER_INFO);
    }
    if (withoutTls != null) {
      abilities.remove(Ability.USE_PROXY);
      abilities.remove(Ability.CHANGE_PROTOCOL);
    }
    return abilities;
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public TestResponse send(TestRequest wanted) throws IOException, InterruptedException {
    if (withoutTls != null && wanted.uri().getScheme().equals("http")) {
      return withoutTls.send(wanted);
    }
    ConfigurableHttpRequest request = new ConfigurableHttpRequest(wanted.method(), wanted.uri());
    wanted.headers().forEach(header -> request.addHeader(header.name(), header.value()));
    request.setConfig(TestedClassic.config(wanted));
    HttpClientContext context = HttpClientContext.create();
    StreamedResponse response = new StreamedResponse();
    client.execute(
        new BasicRequestProducer(request, body(wanted)), response, null, context, response);
    int status = response.status();
    HttpRequest sent = context.getRequest();
    return new TestResponse(
        status,
        response.body(),
        TestedClassic.seen(request) + TestedClassic.seen(sent) + String.join("\n", intercepted));
  }

  private static AsyncEntityProducer body(TestRequest request) {
    byte[] text = request.body().text().getBytes(StandardCharsets.UTF_8);
    return switch (request.body().kind()) {
      case NONE -> null;
      case REPEATABLE -> new BasicAsyncEntityProducer(text, ContentType.TEXT_PLAIN);
      case ONE_SHOT ->
          new BasicAsyncEntityProducer(text, ContentType.TEXT_PLAIN, true) {
            @Override
            public boolean isRepeatable() {
              return false;
            }
          };
    };
  }

  @Override
  public void close() {
    client.close(CloseMode.IMMEDIATE);
    if (withoutTls != null) {
      withoutTls.close();
    }
  }
}
