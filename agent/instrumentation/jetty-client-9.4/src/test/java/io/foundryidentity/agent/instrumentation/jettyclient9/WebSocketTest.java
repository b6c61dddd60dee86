package io.foundryidentity.agent.instrumentation.jettyclient9;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.simulator.ReceivedRequest;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.WebSocketAdapter;
import org.eclipse.jetty.websocket.client.ClientUpgradeRequest;
import org.eclipse.jetty.websocket.client.WebSocketClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The handshake of a realtime session is a request like any other. */
class WebSocketTest {

  private static final String REALTIME = "/openai/v1/realtime?model=gpt-4o";

  private TestNetwork network;
  private HttpClient http;
  private WebSocketClient client;

  @BeforeEach
  void open() throws Exception {
    network = TestNetwork.fresh();
    InstrumentedJvm.instrument(new JettyClient9Instrumentation());
    http = TestedJetty.client(false, network.trust());
    http.start();
    client = new WebSocketClient(http);
    client.start();
  }

  @AfterEach
  void close() throws Exception {
    client.stop();
    http.stop();
  }

  @Test
  void a_handshake_is_signed() throws Exception {
    connect(network.target(REALTIME));
    assertSigned(network.foundry().requests().get(0), 0);
  }

  @Test
  void a_handshake_with_a_stranger_carries_no_token() {
    Throwable refused = catchThrowable(() -> connect(network.otherName(REALTIME)));
    // Its key stays, and Foundry refuses keys
    assertThat(refused).isNotNull();
    assertThat(network.foundry().requests()).hasSize(1);
    assertThat(network.foundry().requests().get(0).headers().anyValueHoldsJwt()).isFalse();
  }

  @Test
  void after_a_refused_handshake_the_next_one_heals() throws Exception {
    network.foundry().refuseNext(1);
    Throwable refused = catchThrowable(() -> connect(network.target(REALTIME)));
    assertThat(network.foundry().requests()).hasSize(1);
    assertThat(refused).isNotNull();
    connect(network.target(REALTIME));
    assertThat(network.foundry().requests()).hasSize(2);
    assertSigned(network.foundry().requests().get(1), 1);
  }

  private void connect(URI uri) throws Exception {
    ClientUpgradeRequest request = new ClientUpgradeRequest();
    request.setHeader("api-key", "placeholder-key");
    URI socket = URI.create(uri.toString().replaceFirst("http", "ws"));
    Session session =
        client.connect(new WebSocketAdapter(), socket, request).get(60, TimeUnit.SECONDS);
    session.close();
  }

  private void assertSigned(ReceivedRequest request, int token) {
    String value = network.authorizer().values().get(token);
    assertThat(request.headers().all("authorization")).hasSize(1);
    assertThat(value.equals(request.header("authorization")))
        .as("%s carries token %s", request, token)
        .isTrue();
    assertThat(request.headers().contains("api-key")).isFalse();
  }
}
