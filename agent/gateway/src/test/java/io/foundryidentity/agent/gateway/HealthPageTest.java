package io.foundryidentity.agent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.core.status.GatewayHealth;
import io.foundryidentity.agent.core.status.GatewayStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the gateway's own port shows to probes and to Prometheus. */
class HealthPageTest {

  private static final String WHY = "no token for https://contoso.openai.azure.com: AADSTS700016";

  private final Health health = new Health();
  private OpenGateway open;

  @BeforeEach
  void open() throws IOException {
    open = new OpenGateway();
    open.gateway.show(health);
  }

  @AfterEach
  void close() throws IOException {
    open.close();
  }

  @Test
  void it_lives_and_is_ready_without_the_secret() throws IOException {
    assertThat(ask("GET /healthz"))
        .satisfies(
            answer -> {
              assertThat(answer.status()).isEqualTo(200);
              assertThat(answer.body()).isEqualTo("ok\n");
            });
    assertThat(ask("GET /readyz").body()).isEqualTo("ready\n");
    assertThat(ask("HEAD /readyz").status()).isEqualTo(200);
    assertNobodyWasAsked();
  }

  @Test
  void without_a_token_it_lives_and_is_not_ready() throws IOException {
    health.notReady = WHY;
    assertThat(ask("GET /healthz").status()).isEqualTo(200);
    assertThat(ask("GET /readyz").status()).isEqualTo(503);
    assertThat(ask("GET /readyz").body()).isEqualTo("not ready: " + WHY + "\n");
    assertNobodyWasAsked();
  }

  @Test
  void on_loopback_the_metrics_need_no_secret() throws IOException {
    RawClient.Answer answer = ask("GET /metrics");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).startsWith("application/openmetrics-text");
    assertThat(answer.body()).isEqualTo("# EOF\n").doesNotContain(open.secret());
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST /healthz", "DELETE /readyz", "PUT /metrics"})
  void they_are_only_read(String line) throws IOException {
    assertThat(ask(line).status()).isEqualTo(405);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/healthz", "/readyz", "/metrics"})
  void a_web_page_cannot_read_them(String path) throws IOException {
    for (String header : List.of("Host: page.example", "Origin: https://page.example")) {
      try (RawClient client = open.connect()) {
        client.send(
            "GET "
                + path
                + " HTTP/1.1\r\n"
                + (header.startsWith("Host") ? "" : "Host: 127.0.0.1:" + open.port() + "\r\n")
                + header
                + "\r\n\r\n");
        assertThat(client.rest()).startsWith("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n");
      }
    }
  }

  @Test
  void with_the_secret_they_are_not_forwarded_either() throws IOException {
    assertThat(open.ask(open.get("/healthz")).body()).isEqualTo("ok\n");
    assertNobodyWasAsked();
  }

  @ParameterizedTest
  @CsvSource({"/healthz,200", "/readyz,503", "/metrics,403"})
  void on_another_address_a_stranger_learns_only_whether_it_is_ready(String path, int status)
      throws IOException {
    health.notReady = WHY;
    try (Gateway wide = wide()) {
      RawClient.Answer answer =
          RawClient.ask(
              wide.port(),
              "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + wide.port() + "\r\n\r\n");
      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.body()).doesNotContain("contoso", "AADSTS");
    }
  }

  @Test
  void on_another_address_the_metrics_are_for_those_with_the_secret() throws IOException {
    try (Gateway wide = wide()) {
      Route route = wide.route(open.route.target());
      String request =
          "GET /metrics HTTP/1.1\r\nHost: 127.0.0.1:"
              + wide.port()
              + "\r\nAuthorization: Bearer "
              + route.secret()
              + "\r\n\r\n";
      assertThat(RawClient.ask(wide.port(), request).body()).isEqualTo("# EOF\n");
    }
  }

  @Test
  void what_it_answers_is_counted() throws IOException {
    open.ask(open.get("/openai/v1/models"));
    open.ask(open.get("/openai/v1/models").replace(open.secret(), "wrong"));
    ask("GET /healthz");

    GatewayStatus status = open.afterAnswers(1);
    assertThat(status.answered).containsEntry("2xx", 1L).containsEntry("5xx", 0L);
    assertThat(status.refused).containsEntry("wrong_secret", 1L);
    assertThat(status.durations()).endsWith(1L);
    assertThat(status.sentBytes).isGreaterThan(100);
  }

  private Gateway wide() throws IOException {
    Gateway wide =
        Gateway.open(
            open.network.authorizer(),
            new ListenOptions(InetAddress.getByName("0.0.0.0"), 0, List.of(), null));
    wide.show(health);
    return wide;
  }

  private RawClient.Answer ask(String line) throws IOException {
    try (RawClient client = open.connect()) {
      client.send(line + " HTTP/1.1\r\nHost: 127.0.0.1:" + open.port() + "\r\n\r\n");
      if (line.startsWith("HEAD")) {
        return new RawClient.Answer(client.status(), client.headers(), client.rest());
      }
      return client.answer();
    }
  }

  private void assertNobodyWasAsked() {
    assertThat(open.network.foundry().requests()).isEmpty();
    assertThat(open.network.authorizer().questions()).isEmpty();
  }

  private static final class Health implements GatewayHealth {
    private volatile String notReady;

    @Override
    public String notReady() {
      return notReady;
    }

    @Override
    public String metrics() {
      return "# EOF\n";
    }
  }
}
