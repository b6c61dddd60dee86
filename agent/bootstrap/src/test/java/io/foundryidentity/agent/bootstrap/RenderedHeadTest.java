package io.foundryidentity.agent.bootstrap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RenderedHeadTest {

  private static final String HEAD = "GET /echo HTTP/1.1\r\nHost: target.example\r\n\r\n";
  private static final Peer TLS = Peer.overTls("target.example", 443);
  private static final Peer PLAIN = Peer.direct("127.0.0.1", 8080);

  private final Object bytes = new Object();
  private final Object exchange = new Object();
  private final List<String> told = new ArrayList<>();
  private @Nullable String policy;

  @BeforeEach
  void install() {
    AuthorizationBridge.install(
        new TestedTarget() {
          @Override
          public @Nullable RequestTarget find(
              @Nullable String scheme, @Nullable String host, int port, @Nullable String path) {
            return "/echo".equals(path) ? this : null;
          }

          @Override
          public boolean prepare(@Nullable String path, @Nullable String existing, boolean mayWait)
              throws FailurePolicyException {
            if (policy != null) {
              throw new FailurePolicyException(policy);
            }
            return false;
          }

          @Override
          public String authorize(
              @Nullable String path, @Nullable String existing, boolean mayWait) {
            return "Bearer new";
          }

          @Override
          public boolean refused(String host, @Nullable String path, String sent, long waitMillis) {
            told.add("refused");
            return true;
          }

          @Override
          public void unproven(String fault) {
            told.add(fault);
          }
        });
  }

  @AfterEach
  void uninstall() {
    AuthorizationBridge.install(null);
  }

  /** A certificate names no port, and the JDK's sockets behind an HTTP proxy give the proxy's. */
  @Test
  void a_socket_to_another_port_than_the_peers_or_the_proxys_gets_no_token() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
      Peer same = Peer.direct("127.0.0.1", server.getLocalPort());
      ByteBuffer head = ByteBuffer.wrap(HEAD.getBytes(ISO_8859_1));
      Proxy proxy =
          new Proxy(
              Proxy.Type.HTTP, InetSocketAddress.createUnresolved("proxy", server.getLocalPort()));
      Peer other = Peer.direct("127.0.0.1", server.getLocalPort() - 1);
      String fault = "the connection was opened to another port";
      // Where the socket leads cannot be seen in this JVM: that is the next question
      RenderedHead.authorized(head, exchange, same, socket, Proxy.NO_PROXY);
      assertThat(told).hasSize(1).doesNotContain(fault);
      RenderedHead.authorized(head, exchange, other, socket, proxy);
      assertThat(told).hasSize(2).doesNotContain(fault);
      assertThat(RenderedHead.authorized(head, exchange, other, socket, Proxy.NO_PROXY)).isNull();
      assertThat(told).hasSize(3).endsWith(fault);
    }
  }

  @Test
  void a_connection_whose_certificate_is_for_the_target_takes_the_token() throws Exception {
    RenderedHead head = noted(TLS);
    assertThat(head.length()).isEqualTo(HEAD.length());
    assertThat(text(head.authorized(buffer(HEAD), session("target.example"))))
        .isEqualTo(HEAD.replaceFirst("\r\n", "\r\nAuthorization: Bearer new\r\n"));
    RenderedHead.answered(exchange);
    assertThat(told).isEmpty();
  }

  @Test
  void its_refusal_is_known_by_the_exchange() throws Exception {
    assertThat(noted(TLS).authorized(buffer(HEAD), session("target.example"))).isNotNull();
    assertThat(AuthorizationBridge.answered(exchange, 401)).isTrue();
    AuthorizationBridge.refused(exchange);
    assertThat(told).containsExactly("refused");
  }

  @Test
  void a_connection_that_leads_elsewhere_takes_the_bytes_as_they_are_and_is_told_of_once()
      throws Exception {
    assertThat(noted(TLS).authorized(buffer(HEAD), session("other.example"))).isNull();
    RenderedHead.answered(exchange);
    assertThat(told).hasSize(1).allMatch(reason -> reason.contains("other.example"));
    assertThat(AuthorizationBridge.answered(exchange, 401)).isFalse();
  }

  @Test
  void bytes_that_were_taken_are_forgotten_and_their_exchange_is_not() throws Exception {
    Object connection = new Object();
    RenderedHead.noteFor(connection, bytes, buffer(HEAD), exchange, TLS);
    assertThat(RenderedHead.takeOf(bytes, connection)).isNotNull();
    assertThat(RenderedHead.takeOf(bytes, connection)).isNull();
    RenderedHead.answered(exchange);
    assertThat(told).hasSize(1);
  }

  @Test
  void bytes_that_come_to_another_connection_are_others() throws Exception {
    Object connection = new Object();
    RenderedHead.noteFor(connection, bytes, buffer(HEAD), exchange, TLS);
    assertThat(RenderedHead.takeOf(bytes, new Object())).isNull();
    assertThat(RenderedHead.takeOf(bytes, connection)).isNull();
  }

  @Test
  void without_tls_the_address_decides() throws Exception {
    assertThat(noted(PLAIN).authorized(buffer(HEAD), Peer.direct("127.0.0.1", 8080))).isNotNull();
    assertThat(noted(PLAIN).authorized(buffer(HEAD), Peer.direct("127.0.0.1", 1080))).isNull();
    assertThat(noted(TLS).authorized(buffer(HEAD), Peer.direct("127.0.0.1", 443))).isNull();
    assertThat(noted(PLAIN).authorized(buffer(HEAD), session("127.0.0.1"))).isNull();
    assertThat(told).hasSize(3);
  }

  @Test
  void what_no_connection_took_is_told_of_with_its_answer() throws Exception {
    assertThat(noted(PLAIN)).isNotNull();
    RenderedHead.answered(exchange);
    RenderedHead.answered(exchange);
    assertThat(told).containsExactly("the agent cannot see where this connection leads");
  }

  @Test
  void the_same_bytes_are_authorized_on_each_connection_that_takes_them() throws Exception {
    RenderedHead head = noted(TLS);
    assertThat(head.authorized(buffer(HEAD), session("target.example"))).isNotNull();
    assertThat(head.authorized(buffer(HEAD), session("other.example"))).isNull();
    assertThat(head.authorized(buffer(HEAD), session("target.example"))).isNotNull();
  }

  @Test
  void what_goes_to_no_target_is_not_noted() throws Exception {
    RenderedHead.note(bytes, buffer(HEAD.replace("/echo", "/other")), exchange, TLS, false);
    RenderedHead.note(bytes, buffer(HEAD.replace("/echo", "https://x/echo")), exchange, TLS, false);
    assertThat(RenderedHead.of(bytes)).isNull();
    assertThat(RenderedHead.of(new Object())).isNull();
  }

  @Test
  void the_failure_policy_comes_before_anything_is_sent() {
    policy = "no token";
    assertThatThrownBy(() -> noted(TLS)).isInstanceOf(FailurePolicyException.class);
    assertThat(RenderedHead.of(bytes)).isNull();
  }

  @Test
  void an_agent_that_was_switched_off_leaves_the_bytes_alone() throws Exception {
    RenderedHead head = noted(TLS);
    AuthorizationBridge.install(null);
    assertThat(head.authorized(buffer(HEAD), session("target.example"))).isNull();
    assertThat(RenderedHead.of(bytes)).isNull();
  }

  @Test
  void a_hand_over_ends_with_its_join_point() {
    Object input = new Object();
    assertThat(HeadHandover.engine(input)).isNull();
    HeadHandover.rendered(bytes);
    HeadHandover.beginRendering(exchange);
    HeadHandover.rendered("a part");
    HeadHandover.rendered(bytes);
    assertThat(HeadHandover.endRendering(new Object())).isNull();
    assertThat(HeadHandover.endRendering(exchange)).isSameAs(bytes);
    HeadHandover.rendered(bytes);
    HeadHandover.beginRendering(exchange);
    assertThat(HeadHandover.endRendering(exchange)).isNull();
    HeadHandover.endEncryption();
    assertThat(HeadHandover.engine(input)).isNull();
  }

  private RenderedHead noted(Peer peer) throws FailurePolicyException {
    RenderedHead.note(bytes, buffer(HEAD), exchange, peer, false);
    return RenderedHead.of(bytes);
  }

  private static ByteBuffer buffer(String text) {
    return ByteBuffer.wrap(text.getBytes(ISO_8859_1)).asReadOnlyBuffer();
  }

  private static String text(byte @Nullable [] head) {
    return head == null ? "nothing" : new String(head, ISO_8859_1);
  }

  private static SSLSession session(String name) {
    return (SSLSession)
        java.lang.reflect.Proxy.newProxyInstance(
            RenderedHeadTest.class.getClassLoader(),
            new Class<?>[] {SSLSession.class},
            (session, method, arguments) ->
                new Certificate[] {new NamedCertificate(Arrays.asList(2, name))});
  }
}
