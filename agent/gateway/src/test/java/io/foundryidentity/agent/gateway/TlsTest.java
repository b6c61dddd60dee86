package io.foundryidentity.agent.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foundryidentity.simulator.CertificateAuthority;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A gateway with TLS of its own. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class TlsTest {

  @TempDir private Path folder;
  private OpenGateway open;
  private CertificateAuthority authority;
  private PemFiles files;
  private Gateway gateway;
  private Route route;

  @BeforeEach
  void open() throws IOException {
    open = new OpenGateway();
    authority = open.network.simulator().certificates();
    files = PemFiles.of(authority, "gateway.example", folder);
    gateway = tls(Limits.DEFAULT);
    route = gateway.route(open.route.target());
  }

  /** Opens it again with few places for clients without the secret. */
  private void reopen(long headMillis) throws IOException {
    gateway.close();
    gateway = tls(new Limits(4, 1000, headMillis));
    route = gateway.route(open.route.target());
  }

  private Gateway tls(Limits limits) throws IOException {
    return Gateway.open(
        open.network.authorizer(),
        new ListenOptions(
            InetAddress.getByName("127.0.0.1"),
            0,
            List.of("gateway.example"),
            ServerCertificate.of(files.certificate, files.key)),
        limits);
  }

  @AfterEach
  void close() throws IOException {
    gateway.close();
    open.close();
  }

  @Test
  void a_client_that_trusts_the_certificate_is_answered() throws IOException {
    assertThat(route.baseUrl()).isEqualTo("https://gateway.example:" + gateway.port());
    try (SSLSocket client = client()) {
      assertThat(client.getSession().getProtocol()).isEqualTo("TLSv1.3");
      assertThat(ask(client)).startsWith("HTTP/1.1 200 ");
    }
    assertThat(open.network.foundry().requests()).hasSize(1);
  }

  @Test
  void tls_1_2_is_the_oldest() throws IOException {
    try (SSLSocket client = unconnected("TLSv1.2")) {
      client.startHandshake();
      assertThat(ask(client)).startsWith("HTTP/1.1 200 ");
    }
    for (String old : List.of("TLSv1.1", "TLSv1")) {
      assertThatThrownBy(
              () -> {
                try (SSLSocket client = unconnected(old)) {
                  client.startHandshake();
                }
              })
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void http_1_1_is_chosen_and_http_2_alone_is_refused() throws IOException {
    try (SSLSocket client = unconnected("TLSv1.3")) {
      offer(client, "h2", "http/1.1");
      client.startHandshake();
      assertThat(client.getApplicationProtocol()).isEqualTo("http/1.1");
    }
    try (SSLSocket client = unconnected("TLSv1.3")) {
      offer(client, "h2");
      assertThatThrownBy(client::startHandshake).isInstanceOf(SSLException.class);
    }
  }

  @Test
  void a_request_without_tls_is_not_answered() throws IOException {
    try (RawClient plain = new RawClient(gateway.port())) {
      plain.send(request());
      assertThat(plain.rest()).doesNotContain("HTTP/1.1 200");
    } catch (IOException reset) {
      assertThat(reset).hasMessageContaining("reset");
    }
    assertThat(open.network.foundry().requests()).isEmpty();
  }

  @Test
  void a_refusal_is_read_over_tls_too() throws IOException {
    try (SSLSocket client = client()) {
      client
          .getOutputStream()
          .write(request().replace(route.secret(), "wrong").getBytes(StandardCharsets.US_ASCII));
      assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .startsWith("HTTP/1.1 403 ")
          .contains("WrongSecret");
    }
  }

  @Test
  void clients_that_never_finish_a_handshake_hold_no_place() throws IOException {
    reopen(60_000);
    List<Socket> silent = new ArrayList<>();
    try {
      for (int i = 0; i < 40; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port());
        silent.add(socket);
        if (i % 2 == 0) {
          socket.getOutputStream().write(new byte[] {0x16, 3, 1, 2});
        }
      }
      long begin = System.nanoTime();
      try (SSLSocket client = client()) {
        assertThat(ask(client)).startsWith("HTTP/1.1 200 ");
      }
      assertThat(System.nanoTime() - begin).isLessThan(TimeUnit.SECONDS.toNanos(40));
      assertThat(gateway.unauthenticatedCount()).isLessThanOrEqualTo(4);
    } finally {
      for (Socket socket : silent) {
        socket.close();
      }
    }
  }

  @Test
  void a_handshake_that_drips_ends_by_the_clock() throws Exception {
    reopen(1_000);
    try (Socket dripping = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
      dripping.setSoTimeout(20);
      long begin = System.nanoTime();
      byte[] head = {0x16, 3, 1, 2, 0};
      boolean ended = false;
      for (int i = 0; i < 3_000 && !ended; i++) {
        try {
          dripping.getOutputStream().write(i < head.length ? head[i] : 1);
          ended = dripping.getInputStream().read() < 0;
        } catch (java.net.SocketTimeoutException stillThere) {
          ended = false;
        } catch (IOException closed) {
          ended = true;
        }
      }
      assertThat(ended).isTrue();
      assertThat(System.nanoTime() - begin).isLessThan(TimeUnit.SECONDS.toNanos(40));
    }
  }

  @Test
  void a_renewed_certificate_is_used_for_new_connections() throws Exception {
    X509Certificate before = certificate();
    Files.writeString(files.key, "not a key");
    touch(1);
    assertThat(awaitCertificate(before)).as("while the key is broken").isEqualTo(before);
    files = PemFiles.of(authority, "gateway.example", folder);
    touch(2);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
    X509Certificate now = certificate();
    while (now.equals(before) && System.nanoTime() < end) {
      now = certificate();
    }
    assertThat(now).isNotEqualTo(before);
    try (SSLSocket client = client()) {
      assertThat(ask(client)).startsWith("HTTP/1.1 200 ");
    }
  }

  /** After more than the second for which the gateway does not look again. */
  private X509Certificate awaitCertificate(X509Certificate expected) throws IOException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(2_500);
    X509Certificate now = certificate();
    while (now.equals(expected) && System.nanoTime() < end) {
      now = certificate();
    }
    return now;
  }

  /** The clock of files may be coarse. */
  private void touch(int seconds) throws IOException {
    Files.setLastModifiedTime(files.key, FileTime.from(Instant.now().plusSeconds(seconds)));
  }

  private X509Certificate certificate() throws IOException {
    try (SSLSocket client = client()) {
      return (X509Certificate) client.getSession().getPeerCertificates()[0];
    }
  }

  private SSLSocket client() throws IOException {
    SSLSocket client = unconnected("TLSv1.3", "TLSv1.2");
    client.startHandshake();
    return client;
  }

  private SSLSocket unconnected(String... protocols) throws IOException {
    Socket plain = new Socket(InetAddress.getLoopbackAddress(), gateway.port());
    plain.setSoTimeout(20_000);
    SSLSocket client =
        (SSLSocket)
            authority
                .sslContext()
                .getSocketFactory()
                .createSocket(plain, "gateway.example", gateway.port(), true);
    client.setEnabledProtocols(protocols);
    SSLParameters parameters = client.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    client.setSSLParameters(parameters);
    return client;
  }

  private static void offer(SSLSocket client, String... protocols) {
    SSLParameters parameters = client.getSSLParameters();
    parameters.setApplicationProtocols(protocols);
    client.setSSLParameters(parameters);
  }

  private String request() {
    return "GET /openai/v1/models HTTP/1.1\r\nHost: gateway.example:"
        + gateway.port()
        + "\r\nConnection: close\r\nAuthorization: Bearer "
        + route.secret()
        + "\r\n\r\n";
  }

  private String ask(SSLSocket client) throws IOException {
    client.getOutputStream().write(request().getBytes(StandardCharsets.US_ASCII));
    InputStream in = client.getInputStream();
    return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
  }
}
