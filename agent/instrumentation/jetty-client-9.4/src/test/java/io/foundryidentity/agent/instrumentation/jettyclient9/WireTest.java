package io.foundryidentity.agent.instrumentation.jettyclient9;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.Socks4Proxy;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.simulator.CertificateAuthority;
import io.foundryidentity.simulator.ReceivedRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.api.ContentResponse;
import org.eclipse.jetty.client.api.Request;
import org.eclipse.jetty.client.util.StringContentProvider;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where Jetty's own settings lead a request to, and the handshake that a first request awaits. */
class WireTest {

  private TestNetwork network;
  private HttpClient client;

  @BeforeEach
  void open() {
    network = TestNetwork.fresh();
    InstrumentedJvm.instrument(new JettyClient9Instrumentation());
  }

  @AfterEach
  void close() throws Exception {
    client.stop();
    assertThat(network.authorizer().failures()).isEmpty();
  }

  @Test
  void tls_that_asks_for_a_server_of_another_name_brings_no_token() throws Exception {
    SslContextFactory tls =
        new SslContextFactory() {
          @Override
          public void customize(SSLEngine engine) {
            super.customize(engine);
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(CertificateAuthority.IMPOSTOR)));
            engine.setSSLParameters(parameters);
          }
        };
    tls.setSslContext(network.trust());
    tls.setEndpointIdentificationAlgorithm("HTTPS");
    start(TestedJetty.client(false, tls));
    assertThat(get(network.impostor("/echo")).getStatus()).isEqualTo(200);
    assertUnsigned(network.impostor().requests());
    assertThat(network.authorizer().unproven())
        .hasSize(1)
        .allMatch(reason -> reason.contains(CertificateAuthority.IMPOSTOR));
  }

  @Test
  void a_socks_proxy_gets_no_token_over_plain_http() throws Exception {
    try (Socks4Proxy socks = new Socks4Proxy()) {
      startThrough(socks);
      assertThat(get(network.plainTarget("/echo")).getStatus()).isEqualTo(401);
    }
    assertUnsigned(network.foundry().requests());
    assertThat(network.authorizer().unproven()).hasSize(1);
  }

  @Test
  void a_target_behind_a_socks_proxy_gets_the_token_over_tls() throws Exception {
    try (Socks4Proxy socks = new Socks4Proxy()) {
      startThrough(socks);
      assertThat(get(network.target("/echo")).getStatus()).isEqualTo(200);
    }
    assertThat(network.foundry().requests()).hasSize(1).allMatch(this::isSigned);
    assertThat(network.authorizer().unproven()).isEmpty();
  }

  @Test
  void the_first_request_of_a_connection_keeps_its_body() throws Exception {
    start(TestedJetty.client(false, network.trust()));
    String body = "a question ".repeat(20_000);
    Request request = client.newRequest(network.target("/echo")).method("POST");
    assertThat(request.content(new StringContentProvider(body)).send().getStatus()).isEqualTo(200);
    List<ReceivedRequest> received = network.foundry().requests();
    assertThat(received).hasSize(1).allMatch(this::isSigned);
    assertThat(received.get(0).bodyText().equals(body)).isTrue();
  }

  @Test
  void a_failed_handshake_fails_the_request_as_jetty_does() throws Exception {
    start(TestedJetty.client(false, network.trust()));
    Throwable failure = catchThrowable(() -> get(network.impostor("/echo")));
    assertThat(failure)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(SSLHandshakeException.class);
    assertThat(network.authorizer().unproven()).isEmpty();
  }

  @Test
  void a_server_that_speaks_no_tls_fails_the_request_at_once() throws Exception {
    start(TestedJetty.client(false, network.trust()));
    URI noTls = URI.create("https://localhost:" + network.foundry().plainPort() + "/echo");
    assertThat(catchThrowable(() -> get(noTls)))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IOException.class);
  }

  @Test
  void a_request_that_waits_for_a_handshake_ends_at_its_own_timeout() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      start(TestedJetty.client(false, network.trust()));
      network.alsoTarget("https://localhost:" + silent.getLocalPort());
      URI uri = URI.create("https://localhost:" + silent.getLocalPort() + "/echo");
      Request request = client.newRequest(uri).timeout(500, TimeUnit.MILLISECONDS);
      assertThat(catchThrowable(request::send)).isInstanceOf(TimeoutException.class);
    }
  }

  @Test
  void a_request_that_waits_for_a_handshake_fails_when_the_server_goes() throws Exception {
    try (ServerSocket leaving = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      start(TestedJetty.client(false, network.trust()));
      network.alsoTarget("https://localhost:" + leaving.getLocalPort());
      Thread server = new Thread(() -> acceptAndLeave(leaving), "leaving-server");
      server.start();
      URI uri = URI.create("https://localhost:" + leaving.getLocalPort() + "/echo");
      assertThat(catchThrowable(() -> get(uri))).isInstanceOf(ExecutionException.class);
      server.join();
    }
  }

  private static void acceptAndLeave(ServerSocket server) {
    try (Socket socket = server.accept()) {
      socket.getInputStream().readNBytes(5);
    } catch (IOException closed) {
      // The client left first
    }
  }

  private void startThrough(Socks4Proxy socks) throws Exception {
    client = TestedJetty.client(false, network.trust());
    client
        .getProxyConfiguration()
        .getProxies()
        .add(new org.eclipse.jetty.client.Socks4Proxy("127.0.0.1", socks.port()));
    client.start();
  }

  private void start(HttpClient made) throws Exception {
    client = made;
    client.start();
  }

  private ContentResponse get(URI uri) throws Exception {
    return client.newRequest(uri).timeout(60, TimeUnit.SECONDS).send();
  }

  private boolean isSigned(ReceivedRequest request) {
    return List.of(network.authorizer().values().get(0))
        .equals(request.headers().all("authorization"));
  }

  private static void assertUnsigned(List<ReceivedRequest> requests) {
    assertThat(requests)
        .hasSize(1)
        .allMatch(request -> !request.headers().contains("authorization"));
  }
}
