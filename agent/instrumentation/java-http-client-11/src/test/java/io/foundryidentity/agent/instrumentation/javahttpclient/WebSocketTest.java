package io.foundryidentity.agent.instrumentation.javahttpclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.simulator.ReceivedRequest;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The handshake of a realtime session is a request like any other. */
final class WebSocketTest {

  private static final String REALTIME = "/openai/v1/realtime?model=gpt-4o";

  private TestNetwork network;

  @BeforeEach
  void instrument() {
    network = TestNetwork.fresh();
    InstrumentedJvm.instrument(new JavaHttpClientInstrumentation());
  }

  @Test
  void a_handshake_with_a_stranger_carries_no_token() throws Exception {
    WebSocket socket = open(client(), network.stranger(REALTIME));
    socket.abort();
    assertNoToken(network.stranger().requests().get(0));
  }

  @Test
  void a_handshake_with_another_name_of_the_server_carries_no_token() {
    Throwable thrown = catchThrowable(() -> open(client(), network.otherName(REALTIME)));
    // Its key stays, and Foundry refuses keys
    assertThat(thrown).hasCauseInstanceOf(WebSocketHandshakeException.class);
    assertNoToken(network.foundry().requests().get(0));
  }

  @Test
  void a_handshake_is_signed_and_the_session_works() throws Exception {
    Received received = new Received();
    WebSocket socket = open(client(), network.target(REALTIME), received);
    assertThat(received.next()).contains("session.created");
    socket.sendText("hello", true).get(60, TimeUnit.SECONDS);
    assertThat(received.next()).contains("simulator.echo").contains("hello");
    socket.abort();
    assertThat(network.foundry().requests()).hasSize(1);
    assertSigned(network.foundry().requests().get(0), 0);
  }

  @Test
  void a_handshake_without_tls_with_a_loopback_literal_is_signed() throws Exception {
    open(client(), network.plainTarget(REALTIME)).abort();
    assertSigned(network.foundry().requests().get(0), 0);
  }

  @Test
  void a_tunnelled_handshake_is_signed_and_its_connect_is_not() throws Exception {
    HttpClient client =
        HttpClient.newBuilder()
            .sslContext(network.trust())
            .proxy(ProxySelector.of(network.proxyAddress()))
            .build();
    open(client, network.target(REALTIME)).abort();
    assertThat(network.proxy().requests()).hasSize(1);
    assertNoToken(network.proxy().requests().get(0));
    assertSigned(network.foundry().requests().get(0), 0);
  }

  @Test
  void a_handshake_without_tls_shows_a_proxy_no_token() {
    HttpClient client =
        HttpClient.newBuilder().proxy(ProxySelector.of(network.proxyAddress())).build();
    Throwable thrown = catchThrowable(() -> open(client, network.plainTarget(REALTIME)));
    assertThat(network.proxy().requests()).isNotEmpty().allSatisfy(this::assertNoToken);
    // The client tunnels plain WebSockets too, and the proxy can read what is in that tunnel
    assertThat(network.foundry().requests()).allSatisfy(this::assertNoToken);
    assertThat(thrown).isNotNull();
  }

  @Test
  void a_refused_handshake_is_tried_once_more() throws Exception {
    network.foundry().refuseNext(1);
    open(client(), network.target(REALTIME)).abort();
    assertThat(network.foundry().requests()).hasSize(2);
    assertSigned(network.foundry().requests().get(0), 0);
    assertSigned(network.foundry().requests().get(1), 1);
  }

  private static WebSocket open(HttpClient client, URI uri) throws Exception {
    return open(client, uri, new Received());
  }

  private static WebSocket open(HttpClient client, URI uri, WebSocket.Listener listener)
      throws Exception {
    return client
        .newWebSocketBuilder()
        .header("api-key", "placeholder-key")
        .buildAsync(URI.create(uri.toString().replaceFirst("http", "ws")), listener)
        .get(60, TimeUnit.SECONDS);
  }

  private HttpClient client() {
    return HttpClient.newBuilder().sslContext(network.trust()).build();
  }

  private void assertSigned(ReceivedRequest request, int token) {
    String value = network.authorizer().values().get(token);
    assertThat(request.headers().all("authorization")).hasSize(1);
    assertThat(value.equals(request.header("authorization")))
        .as("%s carries token %s", request, token)
        .isTrue();
    assertThat(request.headers().anyValueHoldsJwt()).isTrue();
    assertThat(request.headers().contains("api-key")).isFalse();
  }

  private void assertNoToken(ReceivedRequest request) {
    assertThat(request.headers().anyValueHoldsJwt()).as("a JWT in %s", request).isFalse();
  }

  /** Keeps each whole text message. */
  private static final class Received implements WebSocket.Listener {
    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final StringBuilder parts = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      parts.append(data);
      if (last) {
        messages.add(parts.toString());
        parts.setLength(0);
      }
      socket.request(1);
      return null;
    }

    String next() throws InterruptedException {
      String message = messages.poll(60, TimeUnit.SECONDS);
      assertThat(message).as("a message within a minute").isNotNull();
      return message;
    }
  }
}
