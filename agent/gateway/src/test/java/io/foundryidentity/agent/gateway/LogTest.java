package io.foundryidentity.agent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.core.targets.TargetParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the gateway logs at its most talkative. */
class LogTest {

  private static final ByteArrayOutputStream LOG = new ByteArrayOutputStream();
  private static final PrintStream STANDARD_ERROR = System.err;

  @BeforeAll
  static void capture() {
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "trace");
    System.setErr(new PrintStream(LOG, true, StandardCharsets.UTF_8));
  }

  @AfterAll
  static void release() {
    System.setErr(STANDARD_ERROR);
  }

  /** A request is logged a moment after its client has the answer. */
  private static String logWith(String line) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    String log = LOG.toString(StandardCharsets.UTF_8);
    while (!log.contains(line) && System.nanoTime() < end) {
      log = LOG.toString(StandardCharsets.UTF_8);
    }
    return log;
  }

  @Test
  void neither_secret_nor_token_is_in_the_log() throws IOException {
    try (OpenGateway open = new OpenGateway()) {
      Route away = open.gateway.route(TargetParser.parse("http://127.0.0.1:1"));
      open.ask(open.get("/openai/v1/models"));
      open.ask(open.get("/openai/v1/models", "Origin: " + open.secret()));
      open.ask(open.get("/" + open.secret() + "/.."));
      open.ask(open.get("/openai/v1/models", "malformed " + open.secret()));
      open.ask(open.get("/openai/v1/models").replace(open.secret(), away.secret()));
      open.network.foundry().refuseNext(2);
      open.ask(open.get("/openai/v1/models"));
      open.gateway.identityEndpoint(open.route);
      String asked = "/foundry-gateway/msi/token?secret=" + open.secret();
      open.ask(open.get(asked));
      open.ask(open.get(asked).replaceFirst("GET", "G".repeat(60_000)));
      try (RawClient leaving = open.connect()) {
        leaving.send(open.get("/openai/v1/models"));
      }
      String log = logWith("gateway request: GET /foundry-gateway/msi/token 401 ");
      assertThat(log)
          .contains("gateway listens on 127.0.0.1:" + open.port())
          .contains("gateway refused a request: it comes from a web page")
          .containsPattern(
              "gateway request: GET /openai/v1/models 200 [0-9]+ bytes [0-9]+ ms https:")
          .contains("gateway request: - 403 refused: ")
          .containsPattern(
              "gateway request: GET /foundry-gateway/msi/token 401 [0-9]+ bytes [0-9]+ ms gateway")
          .doesNotContain("G".repeat(100))
          .doesNotContain(open.secret(), away.secret(), "Bearer");
      open.network
          .authorizer()
          .values()
          .forEach(value -> assertThat(log).doesNotContain(value.substring("Bearer ".length())));
    }
  }
}
