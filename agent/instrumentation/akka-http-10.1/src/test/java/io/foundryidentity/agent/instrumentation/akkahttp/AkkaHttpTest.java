package io.foundryidentity.agent.instrumentation.akkahttp;

import static org.assertj.core.api.Assertions.assertThat;

import akka.NotUsed;
import akka.http.javadsl.ConnectionContext;
import akka.http.javadsl.Http;
import akka.http.javadsl.HttpsConnectionContext;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.Host;
import akka.http.javadsl.model.headers.RawRequestURI;
import akka.stream.TLSProtocol.SslTlsInbound;
import akka.stream.TLSProtocol.SslTlsOutbound;
import akka.stream.javadsl.BidiFlow;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.stream.javadsl.TLSPlacebo;
import akka.stream.javadsl.Tcp;
import akka.util.ByteString;
import io.foundryidentity.agent.instrumentation.support.BridgeVisibility;
import io.foundryidentity.agent.instrumentation.support.ClientTransformer;
import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.agent.instrumentation.testing.TestRequest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import net.bytebuddy.ByteBuddy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is Akka's own. */
class AkkaHttpTest {

  private TestNetwork network;

  @BeforeEach
  void open() {
    network = TestNetwork.fresh();
    InstrumentedJvm.instrument(new AkkaHttpInstrumentation());
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
    try (AkkaClient client = new AkkaClient(network.trust(), true)) {
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
    try (AkkaClient client = new AkkaClient(network.trust(), true)) {
      client.send(request);
    }
    assertThat(network.foundry().requests().get(0).header("authorization")).isNull();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void where_tls_parameters_of_the_applications_own_verify_nobody_there_is_no_token(boolean pooled)
      throws Exception {
    HttpsConnectionContext careless =
        ConnectionContext.https(
            network.trust(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(new SSLParameters()));
    try (AkkaClient client = new AkkaClient(careless, pooled)) {
      client.send(TestRequest.get(network.target("/echo"))).text();
    }
    assertThat(network.foundry().requests()).hasSize(1);
    assertThat(network.foundry().requests().get(0).header("authorization")).isNull();
    assertThat(network.authorizer().failures()).hasSize(1);
  }

  @Test
  void no_stream_stage_waits_for_a_token() throws Exception {
    try (AkkaClient client = new AkkaClient(network.trust(), true)) {
      client.send(TestRequest.get(network.target("/echo"))).text();
    }
    assertThat(network.authorizer().questions())
        .isNotEmpty()
        .noneMatch(question -> question.mayWait());
  }

  @Test
  void a_class_that_looks_different_is_left_alone() throws Exception {
    String type = "akka.http.impl.engine.rendering.RequestRenderingContext";
    byte[] doctored = new ByteBuddy().subclass(Object.class).name(type).make().getBytes();
    ClientTransformer transformer =
        new ClientTransformer(
            List.of(new AkkaHttpInstrumentation()),
            new BridgeVisibility(InstrumentedJvm.instrumentation()),
            () -> {});
    assertThat(
            transformer.transform(
                getClass().getClassLoader(), type.replace('.', '/'), null, null, doctored))
        .isNull();
  }
}
