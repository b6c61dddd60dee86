package io.foundryidentity.agent.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.foundryidentity.agent.core.targets.Target;
import io.foundryidentity.agent.core.targets.TargetParser;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.simulator.HeldPort;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a connection to a target is opened, and every way in which that fails. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class TargetSocketTest {

  private static final List<String> BOTH = List.of("h2", "http/1.1");

  /** Long enough to connect on a busy machine: it is the peer's answer that does not come. */
  private static final Duration STEP = Duration.ofSeconds(2);

  private static final String REQUEST = "GET /echo HTTP/1.1\r\nHost: x\r\n\r\n";

  private final ProxySelector before = ProxySelector.getDefault();
  private TestNetwork network;
  private ServerSocket server;

  @BeforeEach
  void open() throws IOException {
    network = TestNetwork.fresh();
    OpenGateway.trust(network.simulator().certificates());
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    server.setSoTimeout(20_000);
  }

  @AfterEach
  void close() throws IOException {
    ProxySelector.setDefault(before);
    System.clearProperty("javax.net.ssl.trustStore");
    server.close();
  }

  @ParameterizedTest
  @CsvSource({"h2;http/1.1,h2", "http/1.1,http/1.1", "http/1.1;h2,h2", "'',''", "spdy/3,''"})
  void alpn_chooses_what_both_sides_speak(String offered, String chosen) throws IOException {
    List<String> protocols = offered.isEmpty() ? List.of() : List.of(offered.split(";"));
    try (TargetSocket socket = to(secureTarget())) {
      if (offered.startsWith("spdy")) {
        // A server may refuse the handshake or choose nothing
        IOException refused =
            catchThrowableOfType(IOException.class, () -> socket.connect(protocols));
        assertThat(refused == null ? socket.protocol() : "").isEmpty();
        return;
      }
      socket.connect(protocols);
      assertThat(socket.protocol()).isEqualTo(chosen);
    }
  }

  @Test
  void bytes_go_both_ways_over_tls_and_without() throws IOException {
    for (Target target : List.of(secureTarget(), plainTarget())) {
      try (TargetSocket socket = to(target)) {
        socket.connect(List.of("http/1.1"));
        socket.output().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
        assertThat(new String(socket.input().readNBytes(12), StandardCharsets.US_ASCII))
            .isEqualTo("HTTP/1.1 401");
        assertThat(socket.protocol()).isEqualTo(target.scheme().equals("https") ? "http/1.1" : "");
      }
    }
  }

  @Test
  void a_certificate_for_another_name_is_refused() throws IOException {
    for (URI impostor : List.of(network.impostor(""), network.impostorByAddress(""))) {
      assertThat(reason(to(TargetParser.parse(impostor.toString()))))
          .contains("No ")
          .contains("SSLHandshakeException");
    }
    assertThat(network.impostor().requests()).isEmpty();
  }

  @Test
  void an_unknown_authority_is_refused() {
    System.clearProperty("javax.net.ssl.trustStore");
    assertThat(reason(to(secureTarget()))).contains("PKIX").contains("SSLHandshakeException");
  }

  @Test
  void a_server_without_tls_is_no_https_target() {
    String plain = network.targetWithoutTls("").toString().replace("http:", "https:");
    assertThat(reason(to(TargetParser.parse(plain)))).contains("SSL");
  }

  @Test
  void a_handshake_that_does_not_go_on_ends_by_the_clock() {
    TargetSocket socket =
        new TargetSocket(
            TargetParser.parse("https://localhost:" + server.getLocalPort()),
            new TargetTls(),
            STEP);
    assertThat(reason(socket)).isEqualTo("it did not answer in time (SocketTimeoutException)");
  }

  @Test
  void a_port_where_nothing_listens_is_no_connection() throws IOException {
    try (HeldPort nobody = new HeldPort()) {
      for (String target : List.of("https://localhost:", "http://127.0.0.1:")) {
        assertThat(reason(to(TargetParser.parse(target + nobody.number()))))
            .isEqualTo("no connection (ConnectException)");
      }
    }
  }

  @Test
  void a_name_that_does_not_exist_is_named_so() {
    assertThat(reason(to(TargetParser.parse("https://nowhere.invalid"))))
        .isEqualTo("its name does not resolve (UnknownHostException)");
  }

  @Test
  void an_https_target_is_reached_through_the_jvms_proxy() throws IOException {
    proxyAt(network.proxy().port());
    try (TargetSocket socket = to(secureTarget())) {
      socket.connect(BOTH);
      assertThat(socket.protocol()).isEqualTo("h2");
    }
    assertThat(network.proxy().requests())
        .singleElement()
        .satisfies(
            connect -> {
              assertThat(connect.method()).isEqualTo("CONNECT");
              assertThat(connect.path()).isEqualTo("localhost:" + network.foundry().port());
              assertThat(connect.headers().contains("Authorization")).isFalse();
              assertThat(connect.headers().contains("Proxy-Authorization")).isFalse();
            });
  }

  @Test
  void the_certificate_is_the_targets_also_behind_a_proxy() {
    proxyAt(network.proxy().port());
    assertThat(reason(to(TargetParser.parse(network.impostor("").toString()))))
        .contains("SSLHandshakeException");
  }

  @Test
  void a_plain_target_is_never_reached_through_a_proxy() throws IOException {
    proxyAt(network.proxy().port());
    try (TargetSocket socket = to(plainTarget())) {
      socket.connect(BOTH);
    }
    assertThat(network.proxy().requests()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP/1.1 407 Proxy Authentication Required,the proxy asks for a password",
    "HTTP/1.1 403 Forbidden,the proxy refused the connection with status 403",
    "HTTP/1.1 502 Bad Gateway,the proxy refused the connection with status 502",
    "HTTP/1.1 100 Continue,the proxy refused the connection with status 100",
    "SSH-2.0-OpenSSH_9.2,the proxy's answer could not be read",
  })
  void a_proxy_that_refuses_is_named(String line, String reason) throws IOException {
    proxyAt(server.getLocalPort());
    CompletableFuture<String> received = answerOnce(line + "\r\nX-Echo: secret-words\r\n\r\n");
    assertThat(reason(to(secureTarget()))).isEqualTo(reason);
    assertThat(received.join())
        .isEqualTo(
            "CONNECT localhost:PORT HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n"
                .replace("PORT", "" + network.foundry().port()));
  }

  @Test
  void a_proxy_that_hangs_up_is_named() {
    proxyAt(server.getLocalPort());
    answerOnce("");
    assertThat(reason(to(secureTarget()))).isEqualTo("the proxy's answer could not be read");
  }

  @Test
  void a_proxy_that_does_not_answer_ends_by_the_clock() {
    proxyAt(server.getLocalPort());
    TargetSocket socket = new TargetSocket(secureTarget(), new TargetTls(), STEP);
    assertThat(reason(socket)).isEqualTo("the proxy did not answer in time");
  }

  @Test
  void a_proxy_that_is_not_there_is_named() throws IOException {
    try (HeldPort nobody = new HeldPort()) {
      proxyAt(nobody.number());
      assertThat(reason(to(secureTarget())))
          .isEqualTo(
              "no connection to the proxy 127.0.0.1:" + nobody.number() + " (ConnectException)");
    }
  }

  @Test
  void a_socks_proxy_gets_the_targets_name() throws Exception {
    proxies(Proxy.Type.SOCKS, server.getLocalPort());
    CompletableFuture<String> asked =
        CompletableFuture.supplyAsync(
            () -> {
              try (Socket client = server.accept()) {
                InputStream in = client.getInputStream();
                in.readNBytes(1);
                in.readNBytes(in.read()); // how it could sign in
                client.getOutputStream().write(new byte[] {5, 0});
                in.readNBytes(4);
                String name = new String(in.readNBytes(in.read()), StandardCharsets.US_ASCII);
                client.getOutputStream().write(new byte[] {5, 2, 0, 1, 0, 0, 0, 0, 0, 0});
                return name;
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    TargetSocket socket = to(TargetParser.parse("https://foundry.example"));
    assertThat(reason(socket)).doesNotContain("PKIX");
    assertThat(asked.get(20, TimeUnit.SECONDS)).isEqualTo("foundry.example");
  }

  @Test
  void an_exchange_takes_no_longer_than_it_may() throws IOException {
    try (TargetSocket socket = to(secureTarget())) {
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(50);
      assertThat(catchThrowableOfType(IOException.class, () -> socket.within(end, () -> 1)))
          .hasMessage("the connection is not open");
      socket.connect(List.of());
      assertThat(
              catchThrowableOfType(
                  IOException.class, () -> socket.within(end, () -> socket.input().read())))
          .isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void closing_it_ends_a_connection_that_is_being_opened() throws Exception {
    TargetSocket socket = to(TargetParser.parse("https://localhost:" + server.getLocalPort()));
    CompletableFuture<IOException> failure =
        CompletableFuture.supplyAsync(
            () -> catchThrowableOfType(IOException.class, () -> socket.connect(BOTH)));
    try (Socket accepted = server.accept()) {
      assertThat(accepted.getInputStream().read()).as("the begin of a handshake").isPositive();
      socket.close();
      assertThat(failure.get(20, TimeUnit.SECONDS)).isNotNull();
    }
  }

  @Test
  void a_closed_one_does_not_connect() throws IOException {
    TargetSocket socket = to(secureTarget());
    socket.close();
    assertThat(reason(socket)).isEqualTo("the connection was closed while it was being opened");
  }

  @Test
  void closing_it_waits_for_no_reader() throws Exception {
    try (ServerSocket tls = tlsServer();
        TargetSocket socket = to(TargetParser.parse("https://localhost:" + tls.getLocalPort()))) {
      CompletableFuture<Socket> accepted = CompletableFuture.supplyAsync(() -> accept(tls));
      socket.connect(List.of());
      CompletableFuture<IOException> blocked =
          CompletableFuture.supplyAsync(
              () ->
                  catchThrowableOfType(
                      IOException.class,
                      () -> {
                        while (true) {
                          socket.output().write(new byte[1 << 20]);
                        }
                      }));
      assertThat(accepted.get(20, TimeUnit.SECONDS).getInputStream().read()).isZero();
      socket.close();
      assertThat(blocked.get(20, TimeUnit.SECONDS)).isNotNull();
      accepted.get().close();
    }
  }

  private ServerSocket tlsServer() throws IOException {
    return network
        .simulator()
        .certificates()
        .serverNamed("localhost")
        .getServerSocketFactory()
        .createServerSocket(0, 10, InetAddress.getLoopbackAddress());
  }

  private static Socket accept(ServerSocket server) {
    try {
      Socket accepted = server.accept();
      ((javax.net.ssl.SSLSocket) accepted).startHandshake();
      return accepted;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private Target secureTarget() {
    return TargetParser.parse(network.target("").toString());
  }

  private Target plainTarget() {
    return TargetParser.parse(network.plainTarget("").toString());
  }

  private static TargetSocket to(Target target) {
    return new TargetSocket(target, new TargetTls());
  }

  /** Why it is not reached, as the gateway says it. */
  private static String reason(TargetSocket socket) {
    IOException failure =
        catchThrowableOfType(IOException.class, () -> socket.connect(List.of("http/1.1")));
    assertThat(failure).isNotNull();
    assertThat(catchThrowableOfType(IOException.class, socket::input)).isNotNull();
    return UnreachedTarget.reason(failure);
  }

  private CompletableFuture<String> answerOnce(String text) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (BareTarget.Received received = new BareTarget.Received(server.accept())) {
            received.answer(text);
            return received.head;
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private static void proxyAt(int port) {
    proxies(Proxy.Type.HTTP, port);
  }

  private static void proxies(Proxy.Type type, int port) {
    ProxySelector.setDefault(
        new ProxySelector() {
          @Override
          public List<Proxy> select(URI uri) {
            return List.of(new Proxy(type, new InetSocketAddress("127.0.0.1", port)));
          }

          @Override
          public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
        });
  }
}
