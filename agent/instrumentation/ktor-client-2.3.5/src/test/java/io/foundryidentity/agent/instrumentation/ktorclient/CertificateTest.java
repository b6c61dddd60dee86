package io.foundryidentity.agent.instrumentation.ktorclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.ktor.client.engine.cio.CIOEngineConfig;
import io.ktor.network.tls.TLSException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Ktor verifies stays as it is without the agent. */
class CertificateTest extends SignedFoundry {

  private final AtomicInteger received = new AtomicInteger();
  private HttpsServer server;

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void a_certificate_of_another_name_ends_the_handshake() throws Exception {
    assertRefused("another.example");
  }

  @Test
  void a_certificate_of_the_target_is_taken() throws Exception {
    assertThat(status("localhost", "localhost", cio -> {})).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "stranger.example"})
  void a_certificate_that_names_no_host_is_taken_where_ktor_takes_it(String asked)
      throws Exception {
    Consumer<CIOEngineConfig> asking = cio -> cio.getHttps().setServerName(asked);
    if (KtorVersion.takesNamelessCertificates()) {
      assertThat(status("127.0.0.1", "localhost", asking)).isEqualTo(200);
    } else {
      assertThatThrownBy(() -> status("127.0.0.1", "localhost", asking))
          .isInstanceOf(TLSException.class);
    }
  }

  private void assertRefused(String name) {
    assertThatThrownBy(() -> status(name, "localhost", cio -> {})).isInstanceOf(TLSException.class);
    assertThat(received).hasValue(0);
  }

  private int status(String certified, String host, Consumer<CIOEngineConfig> engine)
      throws IOException, InterruptedException {
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(network().simulator().certificates().serverNamed(certified)));
    server.createContext(
        "/",
        exchange -> {
          received.incrementAndGet();
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    int port = server.getAddress().getPort();
    return status(client(engine), get(URI.create("https://" + host + ":" + port + "/")));
  }
}
