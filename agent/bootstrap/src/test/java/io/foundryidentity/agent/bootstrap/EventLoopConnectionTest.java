package io.foundryidentity.agent.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whom a connection is taken to lead to. */
class EventLoopConnectionTest {

  private final List<String> asked = new ArrayList<>();
  private final EventLoopConnection connection = new EventLoopConnection(Runnable::run);

  @BeforeEach
  void install() {
    AuthorizationBridge.install(new Asked());
  }

  @AfterEach
  void uninstall() {
    AuthorizationBridge.install(null);
  }

  @Test
  void the_peer_of_tls_counts_and_not_the_socket() throws Exception {
    connection.routeOverTls(this, verifying("target.example", 443), socket("192.0.2.7", 3128));
    connection.authorize(0, "/path", null);
    assertThat(asked).containsExactly("https target.example 443 /path");
  }

  @Test
  void a_port_that_tls_does_not_know_is_the_sockets() throws Exception {
    connection.routeOverTls(this, verifying("target.example", -1), socket("192.0.2.7", 8443));
    connection.authorize(0, "/path", null);
    assertThat(asked).containsExactly("https target.example 8443 /path");
  }

  @Test
  void a_peer_that_tls_does_not_verify_is_none() throws Exception {
    connection.routeOverTls(
        this, SSLContext.getDefault().createSSLEngine("target.example", 443), null);
    assertThat(connection.authorize(0, "/path", null)).isNull();
    assertThat(asked).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 80, 127.0.0.1",
    "127.0.0.1, 8080, 127.0.0.1:8080",
    "::1, 8080, [::1]:8080",
    "::1, 80, [::1]"
  })
  void without_tls_a_loopback_address_counts_if_the_request_names_it(
      String address, int port, String authority) throws Exception {
    connection.routeWithoutTls(socket(address, port), authority);
    connection.authorize(0, "/path", null);
    assertThat(asked).hasSize(1);
    assertThat(asked.get(0)).startsWith("http ").endsWith(" " + port + " /path");
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 3128, 127.0.0.1:8080",
    "127.0.0.1, 8080, 127.0.0.1",
    "127.0.0.1, 8080, localhost:8080",
    "127.0.0.1, 8080, 127.0.0.2:8080",
    "127.0.0.1, 8080, target.example:8080",
    "127.0.0.1, 8080, ",
    "192.0.2.7, 8080, 192.0.2.7:8080"
  })
  void without_tls_anything_else_is_nobody(String address, int port, @Nullable String authority)
      throws Exception {
    connection.routeWithoutTls(socket(address, port), authority);
    assertThat(connection.authorize(0, "/path", null)).isNull();
    assertThat(asked).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"http://127.0.0.1:8080/path", "127.0.0.1:8080", "*", "''", ","})
  void what_is_no_path_is_never_asked_for(@Nullable String target) throws Exception {
    connection.routeWithoutTls(socket("127.0.0.1", 8080), "127.0.0.1:8080");
    assertThat(connection.defer(target, null)).isFalse();
    assertThat(connection.authorize(0, target, null)).isNull();
    assertThat(asked).isEmpty();
  }

  @Test
  void answers_without_a_number_are_matched_in_order() throws Exception {
    connection.routeOverTls(this, verifying("target.example", 443), null);
    connection.authorize(0, "/one", null);
    connection.authorize(0, "*", null);
    connection.authorize(0, "/three", null);
    asked.clear();
    connection.answered(0, 100);
    connection.answered(0, 200);
    connection.answered(0, 401);
    connection.answered(0, 401);
    connection.answered(0, 401);
    assertThat(asked).containsExactly("refused /three");
  }

  @Test
  void a_peer_is_asked_for_once_and_again_after_a_connect() throws Exception {
    Object tls = new Object();
    assertThat(connection.isRoutedOver(tls)).isFalse();
    connection.routeOverTls(tls, verifying("proxy.example", 443), null);
    assertThat(connection.isRoutedOver(tls)).isTrue();
    assertThat(connection.isRoutedOver(new Object())).isFalse();
    connection.connectPasses();
    assertThat(connection.isRoutedOver(tls)).isFalse();
    assertThat(connection.authorize(0, "/path", null)).isNull();
  }

  private static SSLEngine verifying(String host, int port) throws Exception {
    SSLEngine engine = SSLContext.getDefault().createSSLEngine(host, port);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    engine.setSSLParameters(parameters);
    return engine;
  }

  private static SocketAddress socket(String address, int port) throws Exception {
    return new InetSocketAddress(InetAddress.getByName(address), port);
  }

  private final class Asked implements RequestAuthorizer {
    @Override
    public @Nullable String authorize(
        @Nullable String scheme,
        @Nullable String host,
        int port,
        @Nullable String path,
        @Nullable String existing,
        boolean mayWait) {
      asked.add(scheme + " " + host + " " + port + " " + path);
      return "Bearer token";
    }

    @Override
    public boolean defer(
        @Nullable String scheme,
        @Nullable String host,
        int port,
        @Nullable String path,
        @Nullable String existing,
        Runnable whenSettled) {
      asked.add("defer");
      return false;
    }

    @Override
    public boolean refused(
        @Nullable String scheme,
        @Nullable String host,
        int port,
        @Nullable String path,
        String sent,
        boolean mayWait) {
      asked.add("refused " + path);
      return false;
    }

    @Override
    public String[] keyHeaders() {
      return new String[0];
    }

    @Override
    public void adviceFailed(Throwable failure) {
      throw new AssertionError(failure);
    }
  }
}
