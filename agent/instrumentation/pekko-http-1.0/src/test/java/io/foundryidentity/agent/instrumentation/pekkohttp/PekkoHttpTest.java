package io.foundryidentity.agent.instrumentation.pekkohttp;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.instrumentation.support.BridgeVisibility;
import io.foundryidentity.agent.instrumentation.support.ClientTransformer;
import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.agent.instrumentation.testing.TestRequest;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import net.bytebuddy.ByteBuddy;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.ConnectionContext;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.HttpsConnectionContext;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.Host;
import org.apache.pekko.http.javadsl.model.headers.RawRequestURI;
import org.apache.pekko.stream.TLSProtocol.SslTlsInbound;
import org.apache.pekko.stream.TLSProtocol.SslTlsOutbound;
import org.apache.pekko.stream.javadsl.BidiFlow;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.javadsl.TLSPlacebo;
import org.apache.pekko.stream.javadsl.Tcp;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is Pekko's own. */
class PekkoHttpTest {

  private TestNetwork network;

  @BeforeEach
  void open() {
    network = TestNetwork.fresh();
    InstrumentedJvm.instrument(new PekkoHttpInstrumentation());
  }

  @Test
  @SuppressWarnings("unchecked") // SessionBytes are SslTlsInbound
  void a_connection_that_the_application_builds_itself_is_not_signed() throws Exception {
    String host = "127.0.0.1";
    int port = network.foundry().plainPort();
    Flow<ByteString, ByteString, ?> tcp = Tcp.get(TestedSystem.ONLY).outgoingConnection(host, port);
    BidiFlow<SslTlsOutbound, ByteString, ByteString, SslTlsInbound, NotUsed> noTls =
        (BidiFlow<SslTlsOutbound, ByteString, ByteString, SslTlsInbound, NotUsed>)
            (BidiFlow<?, ?, ?, ?, ?>) TLSPlacebo.getInstance();
    Flow<HttpRequest, HttpResponse, ?> connection =
        Http.get(TestedSystem.ONLY).clientLayer(Host.create(host, port)).atop(noTls).join(tcp);
    CompletionStage<HttpResponse> answer =
        Source.single(HttpRequest.create("/echo"))
            .via(connection)
            .runWith(Sink.head(), TestedSystem.STREAMS);
    assertThat(answer.toCompletableFuture().get(20, TimeUnit.SECONDS).status().intValue())
        .isEqualTo(401);
    assertThat(network.authorizer().questions()).isEmpty();
  }

  @Test
  void a_raw_request_uri_is_the_path_that_counts() throws Exception {
    HttpRequest request =
        HttpRequest.create(network.target("/elsewhere").toString())
            .addHeader(RawRequestURI.create("/echo?really"));
    try (PekkoClient client = new PekkoClient(network.trust(), true)) {
      assertThat(client.send(request).status().intValue()).isEqualTo(200);
    }
    assertThat(network.foundry().requests().get(0).path()).isEqualTo("/echo?really");
    assertThat(network.authorizer().questions().get(0).path()).isEqualTo("/echo");
  }

  @Test
  void what_is_asked_for_by_a_whole_url_is_not_signed() throws Exception {
    HttpRequest request =
        HttpRequest.create(network.target("/echo").toString())
            .addHeader(RawRequestURI.create("https://stranger.example/echo"));
    try (PekkoClient client = new PekkoClient(network.trust(), true)) {
      client.send(request);
    }
    assertThat(network.foundry().requests().get(0).header("authorization")).isNull();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void where_engines_of_the_applications_own_verify_nobody_there_is_no_token(boolean pooled)
      throws Exception {
    HttpsConnectionContext careless =
        ConnectionContext.httpsClient(
            (host, port) -> {
              SSLEngine engine = network.trust().createSSLEngine(host, port);
              engine.setUseClientMode(true);
              return engine;
            });
    try (PekkoClient client = new PekkoClient(careless, pooled)) {
      client.send(TestRequest.get(network.target("/echo"))).text();
    }
    assertThat(network.foundry().requests()).hasSize(1);
    assertThat(network.foundry().requests().get(0).header("authorization")).isNull();
    assertThat(network.authorizer().failures()).hasSize(1);
  }

  @Test
  void no_stream_stage_waits_for_a_token() throws Exception {
    try (PekkoClient client = new PekkoClient(network.trust(), true)) {
      client.send(TestRequest.get(network.target("/echo"))).text();
    }
    assertThat(network.authorizer().questions())
        .isNotEmpty()
        .noneMatch(question -> question.mayWait());
  }

  @Test
  void a_class_that_looks_different_is_left_alone() throws Exception {
    String type = "org.apache.pekko.http.impl.engine.rendering.RequestRenderingContext";
    byte[] doctored = new ByteBuddy().subclass(Object.class).name(type).make().getBytes();
    ClientTransformer transformer =
        new ClientTransformer(
            List.of(new PekkoHttpInstrumentation()),
            new BridgeVisibility(InstrumentedJvm.instrumentation()),
            () -> {});
    assertThat(
            transformer.transform(
                getClass().getClassLoader(), type.replace('.', '/'), null, null, doctored))
        .isNull();
  }
}
