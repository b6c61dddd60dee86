package io.foundryidentity.agent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.core.targets.TargetParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
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
      try (RawClient leaving = open.connect()) {
        leaving.send(open.get("/openai/v1/models"));
      }
      String log = LOG.toString(StandardCharsets.UTF_8);
      assertThat(log)
          .contains("gateway listens on 127.0.0.1:" + open.port())
          .contains("gateway refused a request: it comes from a web page")
          .doesNotContain(open.secret(), away.secret(), "Bearer");
      open.network
          .authorizer()
          .values()
          .forEach(value -> assertThat(log).doesNotContain(value.substring("Bearer ".length())));
    }
  }
}
