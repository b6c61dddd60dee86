package io.foundryidentity.agent.instrumentation.pekkohttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.simulator.ReceivedRequest;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.http.javadsl.ClientTransport;
import org.apache.pekko.http.javadsl.ConnectionContext;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.model.StatusCode;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.model.ws.Message;
import org.apache.pekko.http.javadsl.model.ws.WebSocketRequest;
import org.apache.pekko.http.javadsl.model.ws.WebSocketUpgradeResponse;
import org.apache.pekko.http.javadsl.settings.ClientConnectionSettings;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
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
    InstrumentedJvm.instrument(new PekkoHttpInstrumentation());
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

  private ClientConnectionSettings proxied() {
    return settings.withTransport(ClientTransport.httpsProxy(network.proxyAddress()));
  }

  private int status(String server, ClientConnectionSettings wanted) throws Exception {
    Flow<Message, Message, CompletionStage<WebSocketUpgradeResponse>> handshake =
        Http.get(TestedSystem.ONLY)
            .webSocketClientFlow(
                WebSocketRequest.create(server + REALTIME)
                    .addHeader(RawHeader.create("api-key", "placeholder-key")),
                ConnectionContext.httpsClient(network.trust()),
                Optional.empty(),
                wanted,
                TestedSystem.ONLY.log());
    StatusCode status =
        Source.<Message>empty()
            .viaMat(handshake, Keep.right())
            .to(Sink.ignore())
            .run(TestedSystem.STREAMS)
            .toCompletableFuture()
            .get(20, TimeUnit.SECONDS)
            .response()
            .status();
    return status.intValue();
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
