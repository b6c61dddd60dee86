package io.foundryidentity.agent.instrumentation.akkahttp;

import static org.assertj.core.api.Assertions.assertThat;

import akka.http.javadsl.ConnectHttp;
import akka.http.javadsl.Http;
import akka.http.javadsl.HttpsConnectionContext;
import akka.http.javadsl.OutgoingConnection;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.RequestEntity;
import akka.http.javadsl.settings.ClientConnectionSettings;
import akka.http.javadsl.settings.ConnectionPoolSettings;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.agent.instrumentation.testing.TestRequest;
import io.foundryidentity.simulator.CertificateAuthority;
import io.foundryidentity.simulator.ReceivedRequest;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What proves a connection, where the client itself cannot know it while it renders a request. */
class ProofTest {

  private TestNetwork network;

  @BeforeEach
  void open() {
    network = TestNetwork.fresh();
    InstrumentedJvm.instrument(new AkkaHttpInstrumentation());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void tls_that_asks_for_another_server_gets_no_token(boolean pooled) throws Exception {
    SSLContext another = EnginesForAnother.of(network.trust(), CertificateAuthority.IMPOSTOR);
    HttpsConnectionContext other = TlsContexts.verifyingNobody(another);
    try (TestedHttp client = new TestedHttp(other, pooled)) {
      client.send(TestRequest.get(network.impostor("/echo"))).text();
    }
    assertThat(network.impostor().requests()).hasSize(1).noneMatch(this::isSigned);
    assertThat(network.authorizer().unproven())
        .hasSize(1)
        .allMatch(reason -> reason.contains(CertificateAuthority.IMPOSTOR));
  }

  @Test
  void each_request_on_one_connection_is_signed() throws Exception {
    HttpsConnectionContext tls = TlsContexts.trusting(network.trust());
    assertThat(onOneConnection(network.target("/"), tls)).containsExactly(200, 200, 200, 200);
    assertThat(network.foundry().requests()).hasSize(4).allMatch(this::isSigned);
    assertThat(network.foundry().requests())
        .extracting(ReceivedRequest::bodyText)
        .containsExactly("", "strict", "chunked", "streamed");
    assertThat(network.authorizer().unproven()).isEmpty();
  }

  @Test
  void each_request_on_one_connection_to_another_name_is_told_of() throws Exception {
    HttpsConnectionContext nameless = TlsContexts.verifyingNobody(network.trustWithoutNames());
    assertThat(onOneConnection(network.impostor("/"), nameless))
        .containsExactly(200, 200, 200, 200);
    assertThat(network.impostor().requests()).hasSize(4).noneMatch(this::isSigned);
    assertThat(network.authorizer().unproven()).hasSize(4);
  }

  @Test
  void one_blueprint_for_two_connections_signs_both() throws Exception {
    URI target = network.target("/echo");
    Flow<HttpRequest, HttpResponse, ?> blueprint =
        connection(target, TlsContexts.trusting(network.trust()));
    for (int i = 0; i < 2; i++) {
      assertThat(statuses(blueprint, List.of(HttpRequest.create("/echo")))).containsExactly(200);
    }
    assertThat(network.foundry().requests()).hasSize(2).allMatch(this::isSigned);
  }

  @Test
  void a_whole_url_on_a_connection_is_signed_if_it_is_the_connections_own() throws Exception {
    URI target = network.target("/echo");
    Flow<HttpRequest, HttpResponse, ?> blueprint =
        connection(target, TlsContexts.trusting(network.trust()));
    statuses(
        blueprint,
        List.of(
            HttpRequest.create(target.toString()),
            HttpRequest.create("https://stranger.example/echo")));
    assertThat(network.foundry().requests())
        .extracting(this::isSigned)
        .containsExactly(true, false);
  }

  @Test
  void a_head_of_many_kilobytes_is_signed() throws Exception {
    try (TestedHttp client = new TestedHttp(network.trust(), true)) {
      TestRequest request =
          TestRequest.post(network.target("/echo"), "a question")
              .with("X-Long", "x".repeat(6_000))
              .with("X-Longer", "y".repeat(6_000));
      client.send(request).text();
    }
    assertThat(network.foundry().requests()).hasSize(1).allMatch(this::isSigned);
    assertThat(network.foundry().requests().get(0).bodyText()).isEqualTo("a question");
  }

  @Test
  void a_transport_that_leads_to_another_port_gets_no_token() throws Exception {
    TestedTransport transport = TestedTransport.to(network.stranger().plainPort());
    assertThat(through(transport, network.plainTarget("/echo"))).isEqualTo(200);
    assertThat(network.stranger().requests()).hasSize(1).noneMatch(this::isSigned);
    assertThat(network.authorizer().unproven()).hasSize(1);
  }

  @Test
  void a_transport_that_leads_to_the_target_itself_is_signed() throws Exception {
    TestedTransport transport = TestedTransport.to(network.foundry().plainPort());
    assertThat(through(transport, network.plainTarget("/echo"))).isEqualTo(200);
    assertThat(network.foundry().requests()).hasSize(1).allMatch(this::isSigned);
    assertNoToken(transport.sent());
  }

  @Test
  void a_transport_that_is_no_tcp_connection_gets_no_token() throws Exception {
    TestedTransport transport = TestedTransport.withoutTcp();
    assertThat(through(transport, network.plainTarget("/echo"))).isEqualTo(200);
    assertThat(transport.sent()).startsWith("GET /echo HTTP/1.1\r\n");
    assertNoToken(transport.sent());
    assertThat(network.authorizer().unproven()).hasSize(1);
  }

  private int through(TestedTransport transport, URI uri) throws Exception {
    ClientConnectionSettings settings =
        ClientConnectionSettings.create(TestedSystem.ONLY).withTransport(transport);
    Http http = Http.get(TestedSystem.ONLY);
    try {
      return http.singleRequest(
              HttpRequest.create(uri.toString()),
              TlsContexts.trusting(network.trust()),
              ConnectionPoolSettings.create(TestedSystem.ONLY).withConnectionSettings(settings),
              TestedSystem.ONLY.log())
          .toCompletableFuture()
          .get(60, TimeUnit.SECONDS)
          .status()
          .intValue();
    } finally {
      http.shutdownAllConnectionPools().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
  }

  /** Each kind of body, one request after the other. */
  private List<Integer> onOneConnection(URI to, HttpsConnectionContext tls) throws Exception {
    ByteString streamed = ByteString.fromString("streamed");
    return statuses(
        connection(to, tls),
        List.of(
            HttpRequest.create("/echo"),
            post(HttpEntities.create("strict")),
            post(
                HttpEntities.createChunked(
                    ContentTypes.TEXT_PLAIN_UTF8,
                    Source.from(List.of(ByteString.fromString("chunked"))))),
            post(
                HttpEntities.create(
                    ContentTypes.TEXT_PLAIN_UTF8,
                    streamed.size(),
                    Source.from(List.of(streamed))))));
  }

  private static HttpRequest post(RequestEntity body) {
    return HttpRequest.create("/echo").withMethod(HttpMethods.POST).withEntity(body);
  }

  private static Flow<HttpRequest, HttpResponse, CompletionStage<OutgoingConnection>> connection(
      URI to, HttpsConnectionContext tls) {
    return Http.get(TestedSystem.ONLY)
        .outgoingConnection(
            ConnectHttp.toHostHttps(to.getHost(), to.getPort()).withCustomHttpsContext(tls),
            Optional.empty(),
            ClientConnectionSettings.create(TestedSystem.ONLY),
            TestedSystem.ONLY.log());
  }

  private static List<Integer> statuses(
      Flow<HttpRequest, HttpResponse, ?> connection, List<HttpRequest> requests) throws Exception {
    return Source.from(requests)
        .via(connection)
        .mapAsync(
            1,
            response ->
                response
                    .entity()
                    .toStrict(60_000, TestedSystem.STREAMS)
                    .thenApply(body -> response.status().intValue()))
        .runWith(Sink.seq(), TestedSystem.STREAMS)
        .toCompletableFuture()
        .get(60, TimeUnit.SECONDS);
  }

  private boolean isSigned(ReceivedRequest request) {
    return request.headers().all("authorization").equals(network.authorizer().values());
  }

  private void assertNoToken(String sent) {
    String token = network.authorizer().values().get(0).substring("Bearer ".length());
    assertThat(sent.contains(token)).as("token in sight").isFalse();
  }
}
