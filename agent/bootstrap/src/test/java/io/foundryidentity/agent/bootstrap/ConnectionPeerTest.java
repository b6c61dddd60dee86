package io.foundryidentity.agent.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom a connection is taken to lead to. */
class ConnectionPeerTest {

  @Test
  void the_peer_of_tls_counts_and_not_the_socket() throws Exception {
    assertThat(overTls("target.example", 443, "HTTPS", null))
        .hasToString(unresolved("target.example", 443));
  }

  @Test
  void a_port_that_tls_does_not_know_is_the_sockets() throws Exception {
    assertThat(overTls("target.example", -1, "HTTPS", null))
        .hasToString(unresolved("target.example", 8443));
  }

  @Test
  void a_port_that_nobody_knows_is_nobodys() {
    assertThat(ConnectionPeer.overTls("target.example", -1, "HTTPS", null, null, "/"))
        .isSameAs(ConnectionPeer.NOBODY);
  }

  @ParameterizedTest
  @CsvSource({"target.example, ", "target.example, ''", ", HTTPS"})
  void a_peer_that_tls_does_not_verify_is_nobody(@Nullable String host, @Nullable String algorithm)
      throws Exception {
    assertThat(overTls(host, 443, algorithm, null)).isSameAs(ConnectionPeer.NOBODY);
  }

  @Test
  void a_server_name_that_is_the_peers_changes_nothing() throws Exception {
    assertThat(overTls("target.example", 443, "HTTPS", "Target.example").getHostString())
        .isEqualTo("target.example");
  }

  @Test
  void a_server_name_that_is_anothers_makes_the_peer_nobody() throws Exception {
    assertThat(overTls("target.example", 443, "HTTPS", "stranger.example"))
        .isSameAs(ConnectionPeer.NOBODY);
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
    InetSocketAddress peer = ConnectionPeer.withoutTls(socket(address, port), authority);
    assertThat(peer.getHostString()).isEqualTo(InetAddress.getByName(address).getHostAddress());
    assertThat(peer.getPort()).isEqualTo(port);
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
    assertThat(ConnectionPeer.withoutTls(socket(address, port), authority))
        .isSameAs(ConnectionPeer.NOBODY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"target.example", "Target.Example:443", "target.example:8443"})
  void a_peer_is_named_with_or_without_a_port(String authority) {
    assertThat(ConnectionPeer.isNamed(peer("target.example"), authority)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "stranger.example", "target.example.stranger.example", "target.example@x"})
  void any_other_name_is_not_the_peers(String authority) {
    assertThat(ConnectionPeer.isNamed(peer("target.example"), authority)).isFalse();
  }

  @Test
  void the_nearest_before_the_codec_is_the_last_of_its_kind_there() {
    Map<String, Object> handlers = new LinkedHashMap<>();
    handlers.put("to the proxy", "first");
    handlers.put("to the target", "second");
    handlers.put("codec", 1);
    handlers.put("behind", "third");
    assertThat(ConnectionPeer.nearest(handlers.entrySet(), "codec", String.class))
        .isEqualTo("second");
    assertThat(ConnectionPeer.nearest(handlers.entrySet(), "to the proxy", String.class)).isNull();
  }

  private static InetSocketAddress overTls(
      @Nullable String host, int port, @Nullable String algorithm, @Nullable String serverName)
      throws Exception {
    return ConnectionPeer.overTls(
        host, port, algorithm, serverName, socket("192.0.2.7", 8443), "/path");
  }

  private static InetSocketAddress peer(String host) {
    return InetSocketAddress.createUnresolved(host, 443);
  }

  private static String unresolved(String host, int port) {
    return InetSocketAddress.createUnresolved(host, port).toString();
  }

  private static SocketAddress socket(String address, int port) throws Exception {
    return new InetSocketAddress(InetAddress.getByName(address), port);
  }
}
