package io.foundryidentity.agent.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.security.Principal;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSessionContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectionProofTest {

  private static final String HOST = "target.example";

  private final List<String> told = new ArrayList<>();

  @BeforeEach
  void install() {
    AuthorizationBridge.install(
        new TestedTarget() {
          @Override
          public String authorize(
              @Nullable String path, @Nullable String existing, boolean mayWait) {
            return "Bearer x";
          }

          @Override
          public void unproven(String fault) {
            told.add(fault);
          }

          @Override
          public void adviceFailed(Throwable failure) {
            told.add(failure.getMessage());
          }
        });
  }

  @AfterEach
  void uninstall() {
    AuthorizationBridge.install(null);
  }

  @Test
  void a_request_whose_connection_nobody_proved_gets_no_token() throws Exception {
    assertThat(request().authorize(null, false)).isNull();
    assertThat(request().authorize(new Object(), null, false)).isNull();
    assertThat(told).hasSize(2).allMatch(reason -> reason.startsWith("nothing proves"));
  }

  @Test
  void a_certificate_for_the_host_brings_the_token_and_is_read_once() throws Exception {
    Session session = new Session(HOST);
    for (int i = 0; i < 3; i++) {
      TargetedRequest request = request();
      assertThat(request.isProvenByTls(session)).isTrue();
      assertThat(request.authorize(null, false)).isEqualTo("Bearer x");
    }
    assertThat(session.read).hasValue(1);
    assertThat(told).isEmpty();
  }

  @Test
  void a_certificate_for_another_name_brings_none_and_says_for_which() throws Exception {
    TargetedRequest request = request();
    assertThat(request.isProvenByTls(new Session("other.example"))).isFalse();
    assertThat(told)
        .containsExactly("the server's certificate is for other.example, not for " + HOST);
    assertThat(request.authorize(null, false)).isNull();
  }

  @Test
  void a_session_that_was_proven_for_one_host_is_not_for_another() {
    Session session = new Session(HOST);
    assertThat(request().isProvenByTls(session)).isTrue();
    TargetedRequest other = AuthorizationBridge.find("https", "other.example", 443, "/");
    assertThat(other.isProvenByTls(session)).isFalse();
    assertThat(request().isProvenByTls(session)).isTrue();
  }

  @Test
  void a_request_that_was_proven_on_one_connection_is_not_on_the_next() throws Exception {
    TargetedRequest request = request();
    assertThat(request.isProvenByTls(new Session(HOST))).isTrue();
    assertThat(request.isProvenByTls(new Session("other.example"))).isFalse();
    assertThat(request.authorize(null, false)).isNull();
  }

  @Test
  void a_session_without_a_certificate_brings_none() {
    assertThat(request().isProvenByTls(new Session())).isFalse();
    assertThat(request().isProvenByTls(null)).isFalse();
    assertThat(request().isProvenByCertificate(null)).isFalse();
    assertThat(told)
        .containsExactly(
            "the TLS session shows no certificate of the server",
            "the agent cannot see the TLS session of this connection",
            "the TLS session shows no certificate of the server");
  }

  @Test
  void a_connection_without_tls_proves_no_https_target() {
    assertThat(request().isProvenBy(new Socket())).isFalse();
    assertThat(request().isProvenByAddress(new InetSocketAddress("127.0.0.1", 443))).isFalse();
    assertThat(request().isProvenBy(Peer.direct(HOST, 443))).isFalse();
    assertThat(request().isProvenBy(Peer.overTls(HOST, 443))).isFalse();
  }

  @Test
  void tls_proves_no_http_target() {
    assertThat(plain().isProvenByTls(new Session("127.0.0.1"))).isFalse();
    assertThat(plain().isProvenBy(Peer.overTls("127.0.0.1", 8080))).isFalse();
  }

  @Test
  void without_tls_the_address_of_the_other_end_decides() {
    assertThat(plain().isProvenByAddress(new InetSocketAddress("127.0.0.1", 8080))).isTrue();
    assertThat(plain().isProvenByAddress(new InetSocketAddress("127.0.0.1", 1080))).isFalse();
    assertThat(plain().isProvenByAddress(new InetSocketAddress("127.0.0.2", 8080))).isFalse();
    assertThat(plain().isProvenByAddress(new InetSocketAddress("192.0.2.1", 8080))).isFalse();
    assertThat(plain().isProvenByAddress(InetSocketAddress.createUnresolved("127.0.0.1", 8080)))
        .isFalse();
    assertThat(plain().isProvenByAddress(null)).isFalse();
  }

  @Test
  void a_channel_is_proven_by_its_own_other_end() throws Exception {
    try (ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress("127.0.0.1", 0));
      int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
      SocketChannel channel = SocketChannel.open(server.getLocalAddress());
      TargetedRequest there = AuthorizationBridge.find("http", "127.0.0.1", port, "/");
      assertThat(there.isProvenByChannel(channel)).isTrue();
      assertThat(plain().isProvenByChannel(channel)).isFalse();
      assertThat(there.isProvenByChannel("no channel")).isFalse();
      assertThat(there.isProvenByChannel(null)).isFalse();
      channel.close();
      assertThat(there.isProvenByChannel(channel)).isFalse();
    }
    assertThat(told).hasSize(4);
  }

  @Test
  void a_socket_is_proven_for_each_request_by_its_own_other_end() throws Exception {
    try (ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress("127.0.0.1", 0));
      int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
      Socket socket = SocketChannel.open(server.getLocalAddress()).socket();
      for (int i = 0; i < 2; i++) {
        assertThat(plain("127.0.0.1", port).isProvenBy(socket)).isTrue();
        assertThat(plain("127.0.0.2", port).isProvenBy(socket)).isFalse();
        assertThat(plain("localhost", port).isProvenBy(socket)).isFalse();
        assertThat(plain("127.0.0.1", port + 1).isProvenBy(socket)).isFalse();
        assertThat(request().isProvenBy(socket)).isFalse();
      }
      socket.close();
      assertThat(plain("127.0.0.1", port).isProvenBy(socket)).isFalse();
    }
  }

  @Test
  void a_socket_that_is_not_connected_yet_is_asked_again_later() throws Exception {
    try (ServerSocketChannel server = ServerSocketChannel.open();
        SocketChannel channel = SocketChannel.open()) {
      server.bind(new InetSocketAddress("127.0.0.1", 0));
      int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
      assertThat(plain("127.0.0.1", port).isProvenBy(channel.socket())).isFalse();
      channel.connect(server.getLocalAddress());
      assertThat(plain("127.0.0.1", port).isProvenBy(channel.socket())).isTrue();
    }
  }

  @Test
  void a_certificate_that_was_noted_with_the_connection_is_compared_with_each_requests_host() {
    Peer noted = Peer.withCertificate(new NamedCertificate(Arrays.asList(2, HOST)));
    assertThat(request().isProvenBy(noted)).isTrue();
    assertThat(AuthorizationBridge.find("https", "other.example", 443, "/").isProvenBy(noted))
        .isFalse();
    assertThat(plain().isProvenBy(noted)).isFalse();
  }

  @Test
  void an_address_that_was_noted_with_the_connection_is_compared_with_each_requests_own() {
    Peer noted = Peer.at(new InetSocketAddress("127.0.0.1", 8080));
    assertThat(plain().isProvenBy(noted)).isTrue();
    assertThat(AuthorizationBridge.find("http", "127.0.0.1", 8081, "/").isProvenBy(noted))
        .isFalse();
    assertThat(request().isProvenBy(noted)).isFalse();
    assertThat(plain().isProvenBy(Peer.at(null))).isFalse();
  }

  private static TargetedRequest request() {
    return AuthorizationBridge.find("https", HOST, 443, "/");
  }

  private static TargetedRequest plain() {
    return plain("127.0.0.1", 8080);
  }

  private static TargetedRequest plain(String host, int port) {
    return AuthorizationBridge.find("http", host, port, "/");
  }

  /** A session that shows a certificate for those names, and counts how often it is read. */
  private static final class Session implements SSLSession {

    final AtomicInteger read = new AtomicInteger();
    private final String[] names;

    Session(String... names) {
      this.names = names;
    }

    @Override
    public Certificate[] getPeerCertificates() throws SSLPeerUnverifiedException {
      read.incrementAndGet();
      if (names.length == 0) {
        throw new SSLPeerUnverifiedException("peer not authenticated");
      }
      return new Certificate[] {new NamedCertificate(Arrays.asList(2, names[0]))};
    }

    @Override
    public byte[] getId() {
      return new byte[0];
    }

    @Override
    public SSLSessionContext getSessionContext() {
      throw new AssertionError("not asked for");
    }

    @Override
    public long getCreationTime() {
      return 0;
    }

    @Override
    public long getLastAccessedTime() {
      return 0;
    }

    @Override
    public void invalidate() {
      throw new AssertionError("not asked for");
    }

    @Override
    public boolean isValid() {
      return true;
    }

    @Override
    public void putValue(String name, Object value) {
      throw new AssertionError("not asked for");
    }

    @Override
    public Object getValue(String name) {
      throw new AssertionError("not asked for");
    }

    @Override
    public void removeValue(String name) {
      throw new AssertionError("not asked for");
    }

    @Override
    public String[] getValueNames() {
      return new String[0];
    }

    @Override
    public Certificate[] getLocalCertificates() {
      return new Certificate[0];
    }

    @Override
    public javax.security.cert.X509Certificate[] getPeerCertificateChain() {
      throw new AssertionError("not asked for");
    }

    @Override
    public Principal getPeerPrincipal() {
      throw new AssertionError("not asked for");
    }

    @Override
    public Principal getLocalPrincipal() {
      throw new AssertionError("not asked for");
    }

    @Override
    public String getCipherSuite() {
      return "TLS_AES_128_GCM_SHA256";
    }

    @Override
    public String getProtocol() {
      return "TLSv1.3";
    }

    @Override
    public String getPeerHost() {
      return "a hint only";
    }

    @Override
    public int getPeerPort() {
      return 443;
    }

    @Override
    public int getPacketBufferSize() {
      return 0;
    }

    @Override
    public int getApplicationBufferSize() {
      return 0;
    }
  }
}
