package io.foundryidentity.agent.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KnownSocketsTest {

  private final Object connection = new Object();

  @AfterEach
  void uninstall() {
    AuthorizationBridge.install(null);
  }

  @Test
  void the_socket_below_a_connection_is_known_for_the_address_that_it_was_opened_to()
      throws Exception {
    AuthorizationBridge.install(new TestedTarget() {});
    try (Socket socket = new Socket()) {
      assertThat(KnownSockets.of(connection, "host", 443)).isNull();
      KnownSockets.opened(connection, socket, "host", 443);
      assertThat(KnownSockets.of(connection, "HOST", 443)).isSameAs(socket);
      assertThat(KnownSockets.of(connection, "other", 443)).isNull();
      assertThat(KnownSockets.of(connection, "host", 444)).isNull();
      assertThat(KnownSockets.of(new Object(), "host", 443)).isNull();
    }
  }

  @Test
  void the_outer_layer_that_was_noted_first_counts() throws Exception {
    AuthorizationBridge.install(new TestedTarget() {});
    try (Socket tls = new Socket();
        Socket below = new Socket()) {
      KnownSockets.note(connection, tls);
      assertThat(KnownSockets.of(connection, "host", 443)).isNull();
      KnownSockets.opened(connection, below, "host", 443);
      assertThat(KnownSockets.of(connection, "host", 443)).isSameAs(tls);
    }
  }

  @Test
  void nothing_is_remembered_without_an_agent() throws Exception {
    try (Socket socket = new Socket()) {
      KnownSockets.opened(connection, socket, "host", 443);
      assertThat(KnownSockets.of(connection, "host", 443)).isNull();
    }
  }

  @Test
  void an_agent_that_is_switched_off_forgets_all() throws Exception {
    AuthorizationBridge.install(new TestedTarget() {});
    try (Socket socket = new Socket()) {
      KnownSockets.opened(connection, socket, "host", 443);
      AuthorizationBridge.install(null);
      assertThat(KnownSockets.of(connection, "host", 443)).isNull();
    }
  }
}
