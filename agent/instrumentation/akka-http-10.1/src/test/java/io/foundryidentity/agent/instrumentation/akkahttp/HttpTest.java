package io.foundryidentity.agent.instrumentation.akkahttp;

import static org.assertj.core.api.Assertions.assertThat;

import akka.NotUsed;
import akka.http.impl.engine.rendering.RequestRenderingContext;
import akka.http.javadsl.Http;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.Host;
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
import io.foundryidentity.agent.instrumentation.testing.WovenReferences;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import net.bytebuddy.ByteBuddy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The cases that no other client has. */
class HttpTest {

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
    assertThat(answer.toCompletableFuture().get(60, TimeUnit.SECONDS).status().intValue())
        .isEqualTo(401);
    assertThat(network.authorizer().questions()).isEmpty();
  }

  @Test
  void no_stream_stage_waits_for_a_token() throws Exception {
    try (TestedHttp client = new TestedHttp(network.trust(), true)) {
      client.send(TestRequest.get(network.target("/echo"))).text();
    }
    assertThat(network.authorizer().questions())
        .isNotEmpty()
        .noneMatch(question -> question.mayWait());
  }

  @Test
  void all_that_the_advice_calls_is_there() throws Exception {
    assertThat(WovenReferences.unresolved(new AkkaHttpInstrumentation())).isEmpty();
  }

  @Test
  void a_class_that_looks_different_is_left_alone() throws Exception {
    String type = RequestRenderingContext.class.getName();
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
