package io.foundryidentity.agent.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The endpoints and their rules, over real sockets. */
class HealthPortTest {

  private static final int PATIENCE_MILLIS = 60_000;

  private SomeHealth health = new SomeHealth().target("https://a", true, true).token("id");
  private HealthPort port;

  @BeforeEach
  void open() throws IOException {
    port = HealthPort.open("127.0.0.1", 0, withClients -> health.now());
  }

  @AfterEach
  void close() throws IOException {
    port.close();
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port.port());
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  /** The whole answer to these lines. */
  private String ask(String... lines) throws IOException {
    try (Socket socket = connect()) {
      return ask(socket, lines);
    }
  }

  private String ask(Socket socket, String... lines) throws IOException {
    String request = String.join("\r\n", lines) + "\r\n\r\n";
    socket
        .getOutputStream()
        .write(
            request
                .replace("PORT", String.valueOf(port.port()))
                .getBytes(StandardCharsets.ISO_8859_1));
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private String get(String target) throws IOException {
    return ask("GET " + target + " HTTP/1.1", "Host: 127.0.0.1:PORT");
  }

  @Test
  void healthz_is_about_the_agent_and_readyz_about_its_tokens() throws IOException {
    assertThat(get("/healthz")).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\nok\n");
    assertThat(get("/readyz")).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\nready\n");

    health = new SomeHealth().failedToken("id", "no identity is assigned");
    assertThat(get("/healthz")).startsWith("HTTP/1.1 200 OK\r\n");
    assertThat(get("/readyz"))
        .startsWith("HTTP/1.1 503 Service Unavailable\r\n")
        .endsWith("\r\n\r\nnot ready: no token: no identity is assigned\n");
  }

  @Test
  void an_agent_that_is_not_installed_is_neither_healthy_nor_ready() throws IOException {
    health.notInstalled("the agent could not be installed: no memory");

    assertThat(get("/healthz"))
        .startsWith("HTTP/1.1 503 ")
        .endsWith("the agent could not be installed: no memory\n");
    assertThat(get("/readyz"))
        .startsWith("HTTP/1.1 503 ")
        .endsWith("not ready: the agent could not be installed: no memory\n");
  }

  @Test
  void metrics_are_open_metrics() throws IOException {
    String answer = get("/metrics?name=x");
    assertThat(answer)
        .contains(
            "\r\nContent-Type: application/openmetrics-text; version=1.0.0; charset=utf-8\r\n");
    assertThat(OpenMetricsParser.samples(answer.substring(answer.indexOf("\r\n\r\n") + 4)))
        .containsEntry("foundry_identity_ready", "1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/healthz", "/readyz", "/metrics", "/other"})
  void each_answer_is_kept_and_reused_by_nobody(String target) throws IOException {
    assertThat(get(target))
        .contains(
            "\r\nCache-Control: no-store\r\n",
            "\r\nX-Content-Type-Options: nosniff\r\n",
            "\r\nContent-Security-Policy: default-src 'none'; ",
            "\r\nConnection: close\r\n")
        .doesNotContain("Access-Control", "eyJ");
  }

  @Test
  void a_date_has_a_day_of_two_digits() {
    assertThat(Answer.date(ZonedDateTime.of(2026, 12, 1, 2, 3, 4, 0, ZoneOffset.UTC)))
        .isEqualTo("Tue, 01 Dec 2026 02:03:04 GMT");
  }

  @Test
  void the_page_is_html() throws IOException {
    assertThat(get("/"))
        .contains("\r\nContent-Type: text/html; charset=utf-8\r\n", "https://a", "refresh=off");
    assertThat(get("/?refresh=off")).doesNotContain("http-equiv");
  }

  @Test
  void other_paths_are_not_found() throws IOException {
    assertThat(get("/admin")).startsWith("HTTP/1.1 404 ");
    assertThat(get("http://127.0.0.1/")).startsWith("HTTP/1.1 404 ");
    assertThat(get("/healthz/")).startsWith("HTTP/1.1 404 ");
  }

  @Test
  void head_has_the_same_header_lines_and_no_body() throws IOException {
    String body = get("/readyz");
    String head = ask("HEAD /readyz HTTP/1.1", "Host: localhost:PORT");
    assertThat(head).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\n");
    assertThat(head).contains("\r\nContent-Length: 6\r\n");
    assertThat(body).contains("\r\nContent-Length: 6\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "get"})
  void nothing_can_be_changed_here(String method) throws IOException {
    assertThat(
            ask(
                method + " /readyz HTTP/1.1",
                "Host: 127.0.0.1:PORT",
                "Content-Length: 3",
                "",
                "abc"))
        .startsWith("HTTP/1.1 405 Method Not Allowed\r\n")
        .contains("\r\nAllow: GET, HEAD\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1:PORT",
        "localhost:PORT",
        "LOCALHOST:PORT",
        "[::1]:PORT",
        "127.0.0.9:PORT"
      })
  void a_host_of_this_machine_is_answered(String host) throws IOException {
    assertThat(ask("GET /healthz HTTP/1.1", "Host: " + host)).startsWith("HTTP/1.1 200 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rebound.example:PORT",
        "localhost.rebound.example:PORT",
        "rebound.example",
        "127.0.0.1",
        "127.0.0.1:1",
        "localhost",
        "127.0.0.1.:PORT",
        "127.1:PORT",
        "10.1.2.3:PORT",
        "[::2]:PORT",
        "[::1]",
        "[::1",
        "::1:PORT",
        "user@127.0.0.1:PORT",
        "127.0.0.1:PORT:PORT",
        "",
        "[127.0.0.1]:PORT",
        "0:PORT"
      })
  void another_host_is_not(String host) throws IOException {
    assertThat(ask("GET /healthz HTTP/1.1", "Host: " + host))
        .startsWith("HTTP/1.1 421 Misdirected Request\r\n")
        .doesNotContain("ok\n");
  }

  @Test
  void a_request_without_a_host_or_with_two_is_not_answered() throws IOException {
    assertThat(ask("GET /healthz HTTP/1.1", "Accept: */*")).startsWith("HTTP/1.1 421 ");
    assertThat(ask("GET /healthz HTTP/1.1", "Host: localhost:PORT", "Host: rebound.example:PORT"))
        .startsWith("HTTP/1.1 400 ");
  }

  @ParameterizedTest
  @CsvSource({"GET /healthz", "GET /healthz HTTP/1.0", "nonsense", "GET  /healthz HTTP/1.1"})
  void a_malformed_request_is_refused(String line) throws IOException {
    assertThat(ask(line, "Host: localhost:PORT"))
        .startsWith("HTTP/1.1 400 Bad Request\r\n")
        .contains("the request is malformed: its first line is not valid HTTP/1.1");
  }

  @Test
  void a_long_head_is_refused() throws IOException {
    assertThat(ask("GET / HTTP/1.1", "Host: localhost:PORT", "A: " + "b".repeat(17 * 1024)))
        .startsWith("HTTP/1.1 400 ");
  }

  @Test
  void a_state_that_cannot_be_read_is_an_error_without_a_text_of_others() throws IOException {
    try (HealthPort broken =
            HealthPort.open(
                "127.0.0.1",
                0,
                withClients -> {
                  throw new IllegalStateException("of the inside");
                });
        Socket socket = new Socket("127.0.0.1", broken.port())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      assertThat(ask(socket, "GET / HTTP/1.1", "Host: localhost:" + broken.port()))
          .startsWith("HTTP/1.1 500 ")
          .doesNotContain("of the inside");
    }
  }

  @Test
  void who_opens_connections_and_says_nothing_keeps_nobody_out() throws IOException {
    List<Socket> silent = new ArrayList<>();
    try {
      for (int i = 0; i < 3 * HealthPort.MOST_CONNECTIONS; i++) {
        silent.add(connect());
      }
      assertThat(get("/healthz")).startsWith("HTTP/1.1 200 ");
      // The oldest was closed in favour of the later ones
      assertThat(silent.get(0).getInputStream().read()).isNegative();
    } finally {
      for (Socket socket : silent) {
        socket.close();
      }
    }
  }

  @Test
  void a_port_that_is_taken_stays_whose_it_is() {
    assertThatThrownBy(() -> HealthPort.open("127.0.0.1", port.port(), withClients -> health.now()))
        .isInstanceOf(BindException.class);
  }

  @Test
  void on_every_address_the_one_that_was_connected_to_counts() throws IOException {
    try (HealthPort all = HealthPort.open("0.0.0.0", 0, withClients -> health.now());
        Socket socket = new Socket("127.0.0.1", all.port())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      assertThat(ask(socket, "GET /healthz HTTP/1.1", "Host: 127.0.0.1:" + all.port()))
          .startsWith("HTTP/1.1 200 ");
    }
  }
}
