package io.foundryidentity.agent.instrumentation.akkahttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.http.javadsl.ClientTransport;
import akka.http.javadsl.Http;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.model.ws.Message;
import akka.http.javadsl.model.ws.WebSocketRequest;
import akka.http.javadsl.model.ws.WebSocketUpgradeResponse;
import akka.http.javadsl.settings.ClientConnectionSettings;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.simulator.ReceivedRequest;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The realtime API's handshake. */
class WebSocketTest {

  private static final String REALTIME = "/openai/v1/realtime?model=gpt-realtime";

  private TestNetwork network;
  private final ClientConnectionSettings settings =
      ClientConnectionSettings.create(TestedSystem.ONLY);

  @BeforeEach
  void open() {
    network = TestNetwork.fresh();
    InstrumentedJvm.instrument(new AkkaHttpInstrumentation());
  }

  @Test
  void a_handshake_is_signed() throws Exception {
    assertThat(status("wss://localhost:" + network.foundry().port(), settings)).isEqualTo(101);
    assertSigned(lastRequest());
  }

  @Test
  void a_handshake_without_tls_on_a_loopback_literal_is_signed() throws Exception {
    assertThat(status("ws://127.0.0.1:" + network.foundry().plainPort(), settings)).isEqualTo(101);
    assertSigned(lastRequest());
  }

  @Test
  void a_handshake_through_a_tunnel_is_signed_and_its_connect_is_not() throws Exception {
    assertThat(status("wss://localhost:" + network.foundry().port(), proxied())).isEqualTo(101);
    assertSigned(lastRequest());
    assertThat(network.proxy().requests()).hasSize(1).noneMatch(WebSocketTest::isAuthorized);
  }

  @Test
  void a_handshake_without_tls_through_a_proxy_keeps_what_the_application_wrote() throws Exception {
    status("ws://127.0.0.1:" + network.foundry().plainPort(), proxied());
    assertThat(lastRequest().header("api-key")).isEqualTo("placeholder-key");
    assertThat(isAuthorized(lastRequest())).isFalse();
  }

  @Test
  void another_name_of_the_server_gets_what_the_application_wrote() throws Exception {
    status("wss://127.0.0.1:" + network.foundry().port(), settings);
    assertThat(lastRequest().header("api-key")).isEqualTo("placeholder-key");
    assertThat(isAuthorized(lastRequest())).isFalse();
  }

  @Test
  void a_target_without_its_tls_gets_what_the_application_wrote() throws Exception {
    status("ws://localhost:" + network.foundry().plainPort(), settings);
    assertThat(isAuthorized(lastRequest())).isFalse();
  }

  @Test
  void the_failure_policy_reaches_the_caller_and_nothing_is_sent() {
    network.authorizer().failByPolicy("no token");
    String url = "wss://localhost:" + network.foundry().port();
    assertThatThrownBy(() -> status(url, settings))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no token");
    assertThat(network.foundry().requests()).isEmpty();
  }

  @Test
  void a_handshake_that_comes_before_the_first_token_waits_for_it() throws Exception {
    CompletableFuture<WebSocketUpgradeResponse> held = held();
    network.authorizer().releaseTokens();
    assertThat(held.get(60, TimeUnit.SECONDS).response().status().intValue()).isEqualTo(101);
    assertThat(network.foundry().requests()).hasSize(1);
    assertSigned(lastRequest());
  }

  @Test
  void where_no_token_comes_a_handshake_goes_out_as_written() throws Exception {
    CompletableFuture<WebSocketUpgradeResponse> held = held();
    network.authorizer().endWaits();
    held.get(60, TimeUnit.SECONDS);
    assertThat(lastRequest().header("api-key")).isEqualTo("placeholder-key");
    assertThat(isAuthorized(lastRequest())).isFalse();
  }

  @Test
  void where_no_token_comes_the_failure_policy_ends_a_handshake() throws Exception {
    CompletableFuture<WebSocketUpgradeResponse> held = held();
    network.authorizer().giveUpTokens("no identity endpoint answers here");
    assertThatThrownBy(() -> held.get(60, TimeUnit.SECONDS))
        .hasStackTraceContaining("no identity endpoint answers here");
    assertThat(network.foundry().requests()).isEmpty();
  }

  private CompletableFuture<WebSocketUpgradeResponse> held() throws Exception {
    network.authorizer().holdTokens();
    CompletableFuture<WebSocketUpgradeResponse> held =
        upgrade("wss://localhost:" + network.foundry().port(), settings).toCompletableFuture();
    network.authorizer().whenSomebodyWaits().get(60, TimeUnit.SECONDS);
    assertThat(network.foundry().requests()).isEmpty();
    return held;
  }

  private ClientConnectionSettings proxied() {
    return settings.withTransport(ClientTransport.httpsProxy(network.proxyAddress()));
  }

  private int status(String server, ClientConnectionSettings wanted) throws Exception {
    return upgrade(server, wanted)
        .toCompletableFuture()
        .get(60, TimeUnit.SECONDS)
        .response()
        .status()
        .intValue();
  }

  private CompletionStage<WebSocketUpgradeResponse> upgrade(
      String server, ClientConnectionSettings wanted) {
    Flow<Message, Message, CompletionStage<WebSocketUpgradeResponse>> handshake =
        Http.get(TestedSystem.ONLY)
            .webSocketClientFlow(
                WebSocketRequest.create(server + REALTIME)
                    .addHeader(RawHeader.create("api-key", "placeholder-key")),
                TlsContexts.trusting(network.trust()),
                Optional.empty(),
                wanted,
                TestedSystem.ONLY.log());
    return Source.<Message>empty()
        .viaMat(handshake, Keep.right())
        .to(Sink.ignore())
        .run(TestedSystem.STREAMS);
  }

  private ReceivedRequest lastRequest() {
    var requests = network.foundry().requests();
    return requests.get(requests.size() - 1);
  }

  private void assertSigned(ReceivedRequest request) {
    assertThat(request.headers().all("authorization"))
        .hasSize(1)
        .allMatch(network.authorizer().values().get(0)::equals);
    assertThat(request.headers().contains("api-key")).isFalse();
  }

  private static boolean isAuthorized(ReceivedRequest request) {
    return request.headers().contains("authorization");
  }
}
