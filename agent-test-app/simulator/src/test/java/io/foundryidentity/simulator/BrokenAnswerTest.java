package io.foundryidentity.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On a bare socket: what a client library would make of it is not the question here. */
final class BrokenAnswerTest {
  private Simulator simulator;
  private EndpointBehaviour imds;

  @BeforeEach
  void start() {
    simulator = Simulator.builder().start();
    imds = simulator.identity().at(IdentityKind.IMDS);
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void a_connection_is_closed_without_a_word() throws Exception {
    imds.hangUp();
    assertThat(ask()).isEmpty();
    assertThat(imds.answers()).containsOnlyKeys("hung up").containsEntry("hung up", 1L);
  }

  @Test
  void an_answer_that_is_cut_short_has_less_than_its_head_promised() throws Exception {
    imds.cutShort();
    String answer = ask();
    assertThat(answer).startsWith("HTTP/1.1 200 OK");
    String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
    assertThat(body).startsWith("{\"access_token\"").doesNotContain("}");
    assertThat(answer).doesNotContain("content-length: " + body.length() + "\r");
    assertThat(imds.answers()).containsEntry("cut short", 1L);
  }

  @Test
  void only_the_servers_half_is_closed() throws Exception {
    imds.cutShort();
    try (Socket socket = connect()) {
      send(socket);
      socket.getInputStream().readAllBytes();
      // On a connection that is gone as a whole one of the first would be answered with a reset
      for (int i = 0; i < 2_000; i++) {
        socket.getOutputStream().write('G');
      }
    }
  }

  @Test
  void answers_are_counted_by_what_they_were() throws Exception {
    ask();
    imds.failWith(429);
    ask();
    ask();
    imds.recover();
    imds.delay(Duration.ofMillis(10));
    ask();
    assertThat(imds.answers())
        .containsEntry("200", 2L)
        .containsEntry("429", 2L)
        .containsEntry("late", 1L)
        .hasSize(3);
  }

  @Test
  void the_next_request_is_told_of_once() throws Exception {
    CountDownLatch twice = new CountDownLatch(2);
    imds.atNextRequest(twice::countDown);
    ask();
    ask();
    assertThat(twice.await(0, TimeUnit.MILLISECONDS)).isFalse();
    assertThat(twice.getCount()).isEqualTo(1);
  }

  @Test
  void the_endpoint_tells_its_time() throws Exception {
    assertThat(ask()).containsIgnoringCase("\r\ndate: ");
  }

  private String ask() throws IOException {
    try (Socket socket = connect()) {
      send(socket);
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private Socket connect() throws IOException {
    URI uri = simulator.identity().imds();
    Socket socket = new Socket(uri.getHost(), uri.getPort());
    socket.setSoTimeout(60_000);
    return socket;
  }

  private static void send(Socket socket) throws IOException {
    String request =
        "GET /metadata/identity/oauth2/token?api-version=2018-02-01&resource=r HTTP/1.1\r\n"
            + "Host: localhost\r\nMetadata: true\r\nConnection: close\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
  }
}
