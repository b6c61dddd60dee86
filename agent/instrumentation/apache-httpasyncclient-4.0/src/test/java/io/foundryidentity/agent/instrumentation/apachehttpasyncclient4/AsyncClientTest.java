package io.foundryidentity.agent.instrumentation.apachehttpasyncclient4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foundryidentity.agent.instrumentation.support.BridgeVisibility;
import io.foundryidentity.agent.instrumentation.support.ClientTransformer;
import io.foundryidentity.agent.instrumentation.testing.HeaderLog;
import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.TestAuthorizer.Question;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.agent.instrumentation.testing.TestRequest;
import io.foundryidentity.agent.instrumentation.testing.TestResponse;
import io.foundryidentity.simulator.CertificateAuthority;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import net.bytebuddy.ByteBuddy;
import org.apache.http.HttpException;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.HttpResponse;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.client.methods.HttpPost;
import org.apache.http.concurrent.FutureCallback;
import org.apache.http.config.Registry;
import org.apache.http.config.RegistryBuilder;
import org.apache.http.entity.StringEntity;
import org.apache.http.impl.nio.client.CloseableHttpAsyncClient;
import org.apache.http.impl.nio.client.HttpAsyncClients;
import org.apache.http.impl.nio.conn.PoolingNHttpClientConnectionManager;
import org.apache.http.impl.nio.reactor.DefaultConnectingIOReactor;
import org.apache.http.nio.ContentEncoder;
import org.apache.http.nio.IOControl;
import org.apache.http.nio.NHttpConnection;
import org.apache.http.nio.client.methods.HttpAsyncMethods;
import org.apache.http.nio.conn.NoopIOSessionStrategy;
import org.apache.http.nio.conn.SchemeIOSessionStrategy;
import org.apache.http.nio.conn.ssl.SSLIOSessionStrategy;
import org.apache.http.nio.protocol.HttpAsyncRequestProducer;
import org.apache.http.protocol.BasicHttpContext;
import org.apache.http.protocol.HttpContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The cases that only this client has: threads of its own, and connections that show their request.
 */
class AsyncClientTest {

  private final TestNetwork network = TestNetwork.fresh();

  @BeforeEach
  void instrument() {
    InstrumentedJvm.instrument(new ApacheHttpAsyncClient4Instrumentation());
  }

  @Test
  void no_thread_of_the_client_is_asked_to_wait() throws Exception {
    network.foundry().refuseNext(1);
    try (AsyncClient client = new AsyncClient(network.trust());
        TestResponse response = client.send(TestRequest.get(network.target("/echo")))) {
      assertThat(response.status()).isEqualTo(200);
    }
    assertThat(network.authorizer().questions())
        .hasSize(3)
        .extracting(Question::mayWait)
        .containsOnly(false);
  }

  @Test
  void a_minimal_client_is_signed() throws Exception {
    HttpPost request = new HttpPost(network.plainTarget("/echo"));
    request.setEntity(new StringEntity("a question"));
    try (CloseableHttpAsyncClient client = HttpAsyncClients.createMinimal()) {
      client.start();
      client.execute(request, null).get();
    }
    assertThat(network.foundry().requests().get(0).headers().all("authorization"))
        .containsExactly(network.authorizer().values().get(0));
  }

  @Test
  void an_https_without_tls_gets_no_token() throws Exception {
    Registry<SchemeIOSessionStrategy> plain =
        RegistryBuilder.<SchemeIOSessionStrategy>create()
            .register("https", NoopIOSessionStrategy.INSTANCE)
            .build();
    PoolingNHttpClientConnectionManager pool =
        new PoolingNHttpClientConnectionManager(new DefaultConnectingIOReactor(), plain);
    HttpGet request = new HttpGet("https://localhost:" + network.foundry().plainPort() + "/echo");
    try (CloseableHttpAsyncClient client =
        HttpAsyncClients.custom().setConnectionManager(pool).build()) {
      client.start();
      client.execute(request, null).get();
    }
    assertThat(network.foundry().requests().get(0).headers().contains("authorization")).isFalse();
    assertThat(network.authorizer().unproven())
        .hasSize(1)
        .allMatch(told -> told.contains("does not use TLS"));
  }

  @Test
  void a_strategy_that_asks_for_another_server_brings_no_token() throws Exception {
    Registry<SchemeIOSessionStrategy> hinted =
        RegistryBuilder.<SchemeIOSessionStrategy>create()
            .register("https", new AskingForAnother(network.trustWithoutNames()))
            .build();
    PoolingNHttpClientConnectionManager pool =
        new PoolingNHttpClientConnectionManager(new DefaultConnectingIOReactor(), hinted);
    try (CloseableHttpAsyncClient client =
        HttpAsyncClients.custom().setConnectionManager(pool).build()) {
      client.start();
      client.execute(new HttpGet(network.impostor("/echo")), null).get();
    }
    assertThat(network.impostor().requests()).hasSize(1);
    assertThat(network.impostor().requests().get(0).headers().contains("authorization")).isFalse();
    assertThat(network.authorizer().unproven())
        .hasSize(1)
        .allMatch(told -> told.contains(CertificateAuthority.IMPOSTOR));
  }

  @Test
  void a_proxy_that_forwards_plain_http_is_told_of() throws Exception {
    TestRequest request =
        TestRequest.get(network.plainTarget("/echo")).through(network.proxyAddress());
    try (AsyncClient client = new AsyncClient(network.trust());
        TestResponse response = client.send(request)) {
      assertThat(response.status()).isEqualTo(401);
    }
    assertThat(network.authorizer().unproven())
        .hasSize(1)
        .allMatch(told -> told.contains("leads to another address"));
  }

  @Test
  void the_clients_header_log_shows_no_token() throws Exception {
    HeaderLog.LINES.clear();
    try (AsyncClient client = new AsyncClient(network.trust());
        TestResponse response =
            client.send(TestRequest.post(network.target("/echo"), "a question"))) {
      assertThat(response.status()).isEqualTo(200);
    }
    assertThat(HeaderLog.LINES).anyMatch(line -> line.endsWith("Authorization: Bearer ..."));
    assertThat(HeaderLog.LINES).noneMatch(line -> line.contains("Bearer eyJ"));
  }

  @Test
  void a_connection_shows_the_clients_own_request_while_the_body_goes_out() throws Exception {
    AtomicReference<HttpRequest> shown = new AtomicReference<>();
    HttpContext context = new BasicHttpContext();
    HttpPost request = new HttpPost(network.plainTarget("/echo"));
    request.setEntity(new StringEntity("a question"));
    HttpAsyncRequestProducer producer =
        new Watched(
            HttpAsyncMethods.create(request),
            () ->
                shown.set(
                    ((NHttpConnection) context.getAttribute("http.connection")).getHttpRequest()));
    try (CloseableHttpAsyncClient client = HttpAsyncClients.createDefault()) {
      client.start();
      FutureCallback<HttpResponse> nobody = null;
      client.execute(producer, HttpAsyncMethods.createConsumer(), context, nobody).get();
    }
    assertThat(network.foundry().requests().get(0).bodyText()).isEqualTo("a question");
    assertThat(network.foundry().requests().get(0).headers().contains("authorization")).isTrue();
    assertThat(shown.get().containsHeader("Authorization")).isFalse();
  }

  @Test
  void the_failure_policy_ends_the_future_at_once() {
    network.authorizer().failByPolicy("no token");
    try (AsyncClient client = new AsyncClient(network.trust())) {
      assertThatThrownBy(() -> client.send(TestRequest.get(network.target("/echo"))))
          .hasMessageContaining("no token");
    }
    assertThat(network.authorizer().questions()).hasSize(1);
  }

  @Test
  void a_connection_of_another_shape_is_left_alone() {
    String name = "org.apache.http.impl.nio.DefaultNHttpClientConnection";
    byte[] doctored = new ByteBuddy().subclass(Object.class).name(name).make().getBytes();
    ClientTransformer transformer =
        new ClientTransformer(
            List.of(new ApacheHttpAsyncClient4Instrumentation()),
            new BridgeVisibility(InstrumentedJvm.instrumentation()),
            () -> {});
    ClassLoader loader = getClass().getClassLoader();
    assertThat(transformer.transform(loader, name.replace('.', '/'), null, null, doctored))
        .isNull();
  }

  /** Sets a server name of its own; its verifier allows every host. */
  @SuppressWarnings("deprecation") // the way of 4.0, which the newest still has
  private static final class AskingForAnother extends SSLIOSessionStrategy {

    AskingForAnother(SSLContext trust) {
      super(trust, ALLOW_ALL_HOSTNAME_VERIFIER);
    }

    @Override
    protected void initializeEngine(SSLEngine engine) {
      SSLParameters parameters = engine.getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName(CertificateAuthority.IMPOSTOR)));
      engine.setSSLParameters(parameters);
    }
  }

  /** A producer that lets the test look while the body goes out. */
  private record Watched(HttpAsyncRequestProducer own, Runnable look)
      implements HttpAsyncRequestProducer {

    @Override
    public HttpHost getTarget() {
      return own.getTarget();
    }

    @Override
    public HttpRequest generateRequest() throws IOException, HttpException {
      return own.generateRequest();
    }

    @Override
    public void produceContent(ContentEncoder encoder, IOControl io) throws IOException {
      look.run();
      own.produceContent(encoder, io);
    }

    @Override
    public void requestCompleted(HttpContext context) {
      own.requestCompleted(context);
    }

    @Override
    public void failed(Exception failure) {
      own.failed(failure);
    }

    @Override
    public boolean isRepeatable() {
      return own.isRepeatable();
    }

    @Override
    public void resetRequest() throws IOException {
      own.resetRequest();
    }

    @Override
    public void close() throws IOException {
      own.close();
    }
  }
}
