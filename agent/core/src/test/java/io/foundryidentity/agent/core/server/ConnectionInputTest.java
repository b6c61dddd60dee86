package io.foundryidentity.agent.core.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectionInputTest {

  private static final int LONG = 60_000;

  private Socket client;
  private Socket connection;
  private ConnectionInput in;

  @BeforeEach
  void connect() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      client = new Socket(server.getInetAddress(), server.getLocalPort());
      connection = server.accept();
    }
    client.setSoTimeout(LONG);
    in = new ConnectionInput(connection);
  }

  @AfterEach
  void close() throws IOException {
    connection.close();
    client.close();
  }

  @Test
  void a_drained_connection_has_ended_its_answer_and_read_what_was_sent() throws IOException {
    client.getOutputStream().write(new byte[20_000]);
    client.shutdownOutput();

    in.drain(LONG, 1_000_000);

    assertThat(client.getInputStream().read()).isEqualTo(-1);
    assertThat(in.await()).isFalse();
  }

  @Test
  void a_drained_connection_reads_only_a_little() throws IOException {
    client.getOutputStream().write(new byte[10]);
    assertThat(in.await()).isTrue();
    client.getOutputStream().write(new byte[] {1});

    in.drain(LONG, 10);

    assertThat(in.read()).isEqualTo(1);
  }

  @Test
  void a_client_that_sends_nothing_ends_the_wait() {
    assertThatThrownBy(() -> in.drain(10, 1)).isInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void the_first_byte_is_awaited_without_a_limit_and_is_still_there() throws IOException {
    client.getOutputStream().write('a');
    assertThat(in.awaitFirst()).isTrue();
    assertThat(in.awaitFirst()).as("not read yet").isTrue();
    assertThat(in.waitsForBytes()).isFalse();
    assertThat(in.read()).isEqualTo('a');
    client.close();
    assertThat(in.awaitFirst()).isFalse();
  }
}
