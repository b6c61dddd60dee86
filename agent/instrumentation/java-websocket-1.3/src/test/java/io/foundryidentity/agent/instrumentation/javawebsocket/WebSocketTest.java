package io.foundryidentity.agent.instrumentation.javawebsocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.RememberedBearers;
import io.foundryidentity.agent.instrumentation.testing.SocksProxy;
import io.foundryidentity.agent.instrumentation.testing.TestAuthorizer;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.agent.instrumentation.testing.WovenReferences;
import io.foundryidentity.simulator.ReceivedRequest;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.SocketFactory;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.drafts.Draft_6455;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The handshake of a realtime session is a request like any other. */
@Timeout(180)
class WebSocketTest {

  private static final String REALTIME = "/openai/v1/realtime?model=gpt-4o";

  private final List<TestedWebSocket> clients = new ArrayList<>();
  private final Map<String, String> headers = new HashMap<>();
  private TestNetwork network;

  @BeforeEach
  void open() {
    network = TestNetwork.fresh();
    InstrumentedJvm.instrument(new JavaWebsocketInstrumentation());
    headers.put("Authorization", "Bearer placeholder");
    headers.put("api-key", "placeholder-key");
    headers.put("X-Other", "kept");
  }

  @AfterEach
  void close() {
    clients.forEach(WebSocketClient::close);
    assertThat(network.authorizer().failures()).isEmpty();
  }

  @Test
  void all_that_advice_calls_is_there() throws Exception {
    assertThat(WovenReferences.unresolved(new JavaWebsocketInstrumentation())).isEmpty();
  }

  @Test
  void a_handshake_is_authorized_and_the_session_works() throws Exception {
    TestedWebSocket client = begun(network.target(REALTIME), tls());
    assertSession(client);
    client.send("hello");
    assertThat(client.next()).contains("simulator.echo").contains("hello");
    assertSigned(only(network.foundry().requests()));
    assertThat(network.foundry().requests().get(0).headers().all("x-other"))
        .containsExactly("kept");
  }

  @Test
  void a_handshake_without_any_credential_is_authorized() throws Exception {
    headers.clear();
    assertSession(begun(network.target(REALTIME), tls()));
    assertSigned(only(network.foundry().requests()));
  }

  @Test
  void what_the_application_sees_of_the_handshake_never_shows_the_token() throws Exception {
    TestedWebSocket client = begun(network.target(REALTIME), tls());
    assertSession(client);
    assertThat(client.handshake())
        .contains("Authorization: Bearer placeholder")
        .doesNotContainPattern("eyJ[\\w-]+\\.");
    assertThat(headers).containsEntry("Authorization", "Bearer placeholder");
  }

  @Test
  void the_path_is_told_as_it_is_sent() throws Exception {
    begun(network.target("/openai/v1/models;v=1/a%20b%2Fc?q=%20"), tls()).next();
    assertThat(network.authorizer().questions())
        .filteredOn(question -> question.what().equals("authorize"))
        .extracting(TestAuthorizer.Question::path)
        .containsExactly(only(network.foundry().requests()).pathOnly());
  }

  @Test
  void a_handshake_waits_for_the_first_token() throws Exception {
    network.authorizer().holdTokens();
    TestedWebSocket client = begun(network.target(REALTIME), tls());
    network.authorizer().whenSomebodyWaits().get(60, TimeUnit.SECONDS);
    assertThat(network.foundry().requests()).isEmpty();
    network.authorizer().releaseTokens();
    assertSession(client);
    assertSigned(only(network.foundry().requests()));
  }

  @Test
  void a_handshake_whose_socket_is_closed_while_its_token_is_late_is_never_sent() throws Exception {
    network.authorizer().holdTokens();
    Socket socket = tls();
    TestedWebSocket client = begun(network.target("/first"), socket);
    network.authorizer().whenSomebodyWaits().get(60, TimeUnit.SECONDS);
    socket.close();
    assertThat(client.next()).as("while the token is late").isNotNull().isNotEqualTo("open");

    network.authorizer().releaseTokens();
    assertSession(begun(network.target(REALTIME), tls()));
    assertThat(only(network.foundry().requests()).path()).isEqualTo(REALTIME);
  }

  @Test
  void a_client_that_is_closed_while_its_token_is_late_ends_and_sends_nothing() throws Exception {
    network.authorizer().holdTokens();
    TestedWebSocket client = begun(network.target("/first"), tls());
    network.authorizer().whenSomebodyWaits().get(60, TimeUnit.SECONDS);
    client.closeBlocking();
    assertThat(client.heard()).anyMatch(event -> event.startsWith("closed"));

    network.authorizer().releaseTokens();
    assertSession(begun(network.target(REALTIME), tls()));
    assertThat(only(network.foundry().requests()).path()).isEqualTo(REALTIME);
  }

  @Test
  void without_tls_a_client_that_is_closed_while_its_token_is_late_ends_too() throws Exception {
    network.authorizer().holdTokens();
    TestedWebSocket client = begun(network.plainTarget(REALTIME), null);
    network.authorizer().whenSomebodyWaits().get(60, TimeUnit.SECONDS);
    client.closeBlocking();
    network.authorizer().releaseTokens();
    assertThat(network.foundry().requests()).isEmpty();
  }

  @Test
  void a_loopback_literal_is_authorized_without_tls() throws Exception {
    assertSession(begun(network.plainTarget(REALTIME), null));
    assertSigned(only(network.foundry().requests()));
  }

  @Test
  void a_stranger_gets_what_the_application_wrote() throws Exception {
    begun(network.stranger(REALTIME), tls()).next();
    assertAsWritten(only(network.stranger().requests()));
  }

  @Test
  void another_port_and_another_name_get_what_the_application_wrote() throws Exception {
    begun(network.otherPort(REALTIME), tls()).next();
    assertAsWritten(only(network.stranger().requests()));
    begun(network.otherName(REALTIME), tls()).next();
    assertAsWritten(only(network.foundry().requests()));
  }

  @Test
  void a_target_without_its_tls_gets_what_the_application_wrote() throws Exception {
    begun(network.targetWithoutTls(REALTIME), null).next();
    assertAsWritten(only(network.foundry().requests()));
  }

  /** The certificate is for another name, and nobody compares. */
  @Test
  void a_certificate_for_another_name_brings_no_token() throws Exception {
    Socket socket = connected(network.impostor("/").getPort(), Proxy.NO_PROXY);
    begun(
            network.impostor(REALTIME),
            network
                .trustWithoutNames()
                .getSocketFactory()
                .createSocket(socket, "impostor.invalid", socket.getPort(), true))
        .next();
    for (ReceivedRequest received : network.impostor().requests()) {
      assertAsWritten(received);
    }
    assertThat(network.authorizer().unproven()).hasSize(1);
  }

  /** The certificate is good for the host, whatever port it stands at. */
  @Test
  void a_socket_of_the_applications_to_another_port_of_the_host_brings_no_token() throws Exception {
    begun(
            network.target(REALTIME),
            layered(connected(network.stranger("/").getPort(), Proxy.NO_PROXY)))
        .next();
    assertAsWritten(only(network.stranger().requests()));
    assertThat(network.authorizer().unproven()).hasSize(1);
  }

  @Test
  void a_plain_socket_of_the_applications_to_a_stranger_brings_no_token() throws Exception {
    begun(
            network.plainTarget(REALTIME),
            connected(network.plainStranger("/").getPort(), Proxy.NO_PROXY))
        .next();
    assertAsWritten(only(network.stranger().requests()));
    assertThat(network.authorizer().unproven()).hasSize(1);
  }

  /** For the URL's wss the application gives a socket without TLS. */
  @Test
  void a_plain_socket_in_the_place_of_tls_brings_no_token() throws Exception {
    Socket plain = connected(network.foundry().plainPort(), Proxy.NO_PROXY);
    URI uri = URI.create("https://localhost:" + network.foundry().plainPort() + REALTIME);
    begun(uri, plain).next();
    assertAsWritten(only(network.foundry().requests()));
    assertThat(network.authorizer().unproven()).hasSize(1);
  }

  @Test
  void a_tunnelled_handshake_is_authorized_and_its_connect_is_not() throws Exception {
    Proxy proxy = new Proxy(Proxy.Type.HTTP, network.proxyAddress());
    TestedWebSocket client = client(network.target(REALTIME));
    client.setProxy(proxy);
    client.setSocket(layered(connected(network.foundry().port(), proxy)));
    if (takesSocketFactory()) {
      // These connect by themselves through the proxy, and ask the factory for TLS only
      setSocketFactory(client, network.trust().getSocketFactory());
    }
    client.connect();
    assertSession(client);
    assertThat(network.proxy().requests()).isNotEmpty().allSatisfy(WebSocketTest::assertUnsigned);
    assertSigned(only(network.foundry().requests()));
  }

  @Test
  void plain_http_through_a_proxy_keeps_what_the_application_wrote() throws Exception {
    TestedWebSocket client = client(network.plainTarget(REALTIME));
    client.setProxy(new Proxy(Proxy.Type.HTTP, network.proxyAddress()));
    client.connect();
    client.next();
    assertThat(network.proxy().requests()).allSatisfy(WebSocketTest::assertUnsigned);
    assertAsWritten(only(network.foundry().requests()));
    assertThat(network.authorizer().unproven()).hasSize(1);
  }

  @Test
  void plain_http_through_a_socks_proxy_keeps_what_the_application_wrote() throws Exception {
    try (SocksProxy socks = new SocksProxy()) {
      TestedWebSocket client = client(network.plainTarget(REALTIME));
      client.setProxy(
          new Proxy(
              Proxy.Type.SOCKS,
              new InetSocketAddress(InetAddress.getLoopbackAddress(), socks.port())));
      client.connect();
      client.next();
      assertThat(socks.connections()).isPositive();
      assertAsWritten(only(network.foundry().requests()));
      assertThat(network.authorizer().unproven()).hasSize(1);
    }
  }

  @Test
  void a_socket_factory_of_the_applications_brings_the_token_over_tls() throws Exception {
    assumeTrue(takesSocketFactory(), "came with 1.4");
    TestedWebSocket client = client(network.target(REALTIME));
    setSocketFactory(client, network.trust().getSocketFactory());
    client.connect();
    assertSession(client);
    assertSigned(only(network.foundry().requests()));
  }

  @Test
  void after_a_refusal_the_next_handshake_has_another_token() throws Exception {
    network.foundry().refuseNext(1);
    assertThat(begun(network.target(REALTIME), tls()).next()).isNotEqualTo("open");
    assertSession(begun(network.target(REALTIME), tls()));
    List<ReceivedRequest> seen = network.foundry().requests();
    assertThat(seen).hasSize(2);
    assertSigned(seen.get(0), 0);
    assertSigned(seen.get(1), 1);
  }

  @Test
  void an_open_session_is_forgotten() throws Exception {
    Set<Object> before = RememberedBearers.now();
    for (int i = 0; i < 5; i++) {
      assertSession(begun(network.target(REALTIME), tls()));
    }
    Set<Object> left = RememberedBearers.now();
    left.removeAll(before);
    assertThat(left.size()).as("remembered of five sessions").isLessThan(5);
  }

  @Test
  void policy_fail_tells_the_reason_and_sends_nothing() throws Exception {
    network.authorizer().failByPolicy("no identity endpoint answers here");
    Socket socket = tls();
    TestedWebSocket client = begun(network.target(REALTIME), socket);
    assertThat(client.next()).startsWith("failed").contains("no identity endpoint answers here");
    assertThat(client.next()).startsWith("closed");
    assertThat(socket.isClosed()).isTrue();
    assertThat(network.foundry().requests()).isEmpty();

    network.authorizer().recover();
    assertSession(begun(network.target(REALTIME), tls()));
  }

  @Test
  void policy_fail_leaves_strangers_alone() throws Exception {
    network.authorizer().failByPolicy("no identity endpoint answers here");
    begun(network.stranger(REALTIME), tls()).next();
    assertAsWritten(only(network.stranger().requests()));
  }

  @Test
  void policy_pass_sends_what_the_application_wrote() throws Exception {
    network.authorizer().haveNoToken();
    begun(network.target(REALTIME), tls()).next();
    assertAsWritten(only(network.foundry().requests()));
  }

  private TestedWebSocket begun(URI uri, @Nullable Socket socket) {
    TestedWebSocket client = client(uri);
    if (socket != null) {
      client.setSocket(socket);
    }
    client.connect();
    return client;
  }

  private TestedWebSocket client(URI uri) {
    TestedWebSocket client =
        new TestedWebSocket(
            URI.create(uri.toString().replaceFirst("http", "ws")), new Draft_6455(), headers);
    clients.add(client);
    return client;
  }

  /** Not connected yet: the client does that. */
  private Socket tls() throws IOException {
    return network.trust().getSocketFactory().createSocket();
  }

  private static Socket connected(int port, Proxy proxy) throws IOException {
    Socket socket = new Socket(proxy);
    socket.connect(
        proxy == Proxy.NO_PROXY
            ? new InetSocketAddress(InetAddress.getLoopbackAddress(), port)
            : InetSocketAddress.createUnresolved("localhost", port));
    return socket;
  }

  private Socket layered(Socket socket) throws IOException {
    return network
        .trust()
        .getSocketFactory()
        .createSocket(socket, "localhost", socket.getPort(), true);
  }

  private static boolean takesSocketFactory() {
    return Stream.of(WebSocketClient.class.getMethods())
        .anyMatch(method -> method.getName().equals("setSocketFactory"));
  }

  private static void setSocketFactory(WebSocketClient client, SocketFactory factory)
      throws ReflectiveOperationException {
    Method set = WebSocketClient.class.getMethod("setSocketFactory", SocketFactory.class);
    set.invoke(client, factory);
  }

  private static void assertSession(TestedWebSocket client) throws InterruptedException {
    assertThat(client.next()).isEqualTo("open");
    assertThat(client.next()).contains("session.created");
  }

  private static ReceivedRequest only(List<ReceivedRequest> received) {
    assertThat(received).hasSize(1);
    return received.get(0);
  }

  private void assertSigned(ReceivedRequest request) {
    assertSigned(request, 0);
  }

  private void assertSigned(ReceivedRequest request, int token) {
    // Compared to a boolean: a failing assertion must not print a token
    List<String> expected = List.of(network.authorizer().values().get(token));
    assertThat(request.headers().all("authorization").equals(expected)).as("signed").isTrue();
    assertThat(request.headers().contains("api-key")).isFalse();
  }

  private static void assertAsWritten(ReceivedRequest request) {
    assertThat(request.headers().all("authorization")).containsExactly("Bearer placeholder");
    assertThat(request.headers().all("api-key")).containsExactly("placeholder-key");
    assertThat(request.headers().all("x-other")).containsExactly("kept");
  }

  private static void assertUnsigned(ReceivedRequest request) {
    assertThat(request.headers().contains("authorization")).as("authorization").isFalse();
  }
}
