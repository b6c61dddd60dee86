package io.foundryidentity.agent.instrumentation.grizzlyhttpclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ning.http.client.ProxyServer;
import com.ning.http.client.RequestBuilder;
import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.simulator.ReceivedRequest;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The realtime API's handshake. */
class WebSocketTest {

  private static final String REALTIME = "/openai/v1/realtime?model=gpt-realtime";

  private TestNetwork network;
  private TestedGrizzlyHttpClient client;

  @BeforeEach
  void open() {
    network = TestNetwork.fresh();
    client = new TestedGrizzlyHttpClient(network.trust());
    InstrumentedJvm.instrument(client.instrumentation());
  }

  @AfterEach
  void close() {
    client.close();
    assertThat(network.authorizer().failures()).isEmpty();
  }

  @Test
  void a_handshake_is_authorized() throws Exception {
    connect(network.target(REALTIME), null);
    assertSigned(only(network.foundry().requests()));
  }

  @Test
  void a_handshake_in_a_tunnel_is_authorized_and_its_connect_is_not() throws Exception {
    connect(network.target(REALTIME), proxy());
    assertThat(only(network.proxy().requests()).headers().contains("authorization")).isFalse();
    assertSigned(only(network.foundry().requests()));
  }

  @Test
  void a_handshake_over_a_loopback_address_is_authorized() throws Exception {
    connect(network.plainTarget(REALTIME), null);
    assertSigned(only(network.foundry().requests()));
  }

  @Test
  void a_handshake_with_a_stranger_is_as_the_application_wrote_it() throws Exception {
    connect(network.stranger(REALTIME), null);
    assertAsWritten(only(network.stranger().requests()));
  }

  /** The client tunnels it, too, but nothing in a tunnel proves where it leads without TLS. */
  @Test
  void a_handshake_without_tls_in_a_tunnel_is_as_the_application_wrote_it() throws Exception {
    assertThatThrownBy(() -> connect(network.plainTarget(REALTIME), proxy()))
        .hasMessageContaining("403"); // Foundry takes no key
    assertAsWritten(only(network.foundry().requests()));
  }

  private void connect(URI http, @Nullable ProxyServer proxy) throws Exception {
    RequestBuilder request =
        new RequestBuilder()
            .setUrl(http.toString().replaceFirst("http", "ws"))
            .addHeader("api-key", "placeholder-key");
    if (proxy != null) {
      request.setProxyServer(proxy);
    }
    // Closed with the client: its own way to close one needs the Servlet API
    client.connected(request.build()).get(60, TimeUnit.SECONDS);
  }

  private ProxyServer proxy() {
    return new ProxyServer(
        network.proxyAddress().getHostString(), network.proxyAddress().getPort());
  }

  private static ReceivedRequest only(List<ReceivedRequest> requests) {
    assertThat(requests).hasSize(1);
    return requests.get(0);
  }

  private void assertSigned(ReceivedRequest request) {
    // Compared to a boolean: a failing assertion must not print a token
    assertThat(request.headers().all("authorization").equals(network.authorizer().values()))
        .as("signed")
        .isTrue();
    assertThat(request.headers().contains("api-key")).isFalse();
  }

  private static void assertAsWritten(ReceivedRequest request) {
    assertThat(request.headers().contains("authorization")).isFalse();
    assertThat(request.headers().all("api-key")).containsExactly("placeholder-key");
  }
}
