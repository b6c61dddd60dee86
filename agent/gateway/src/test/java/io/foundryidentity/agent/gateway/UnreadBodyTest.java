package io.foundryidentity.agent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.core.targets.TargetParser;
import io.foundryidentity.simulator.HeldPort;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client learns the answer although nobody has read its body. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class UnreadBodyTest {

  private static final int LONG = 8 << 20;

  private Gateway gateway;

  @BeforeEach
  void open() throws IOException {
    gateway = Gateway.open(new BareTarget.Signer(), 0);
  }

  @AfterEach
  void close() throws IOException {
    gateway.close();
  }

  @Test
  void a_long_body_for_a_target_that_is_not_there_gets_the_502() throws IOException {
    try (HeldPort nobody = new HeldPort();
        Route away = gateway.route(TargetParser.parse("http://127.0.0.1:" + nobody.number()));
        RawClient client = new RawClient(gateway.port())) {
      client.send(
          "POST /openai/v1/files HTTP/1.1\r\nHost: 127.0.0.1:"
              + gateway.port()
              + "\r\nContent-Length: "
              + LONG
              + "\r\napi-key: "
              + away.secret()
              + "\r\n\r\n");
      client.send(new byte[LONG]);
      RawClient.Answer answer = client.answer();
      assertThat(answer.status()).isEqualTo(502);
      assertThat(answer.body()).contains("TargetUnreachable");
      assertThat(client.isAtEnd()).isTrue();
    }
  }
}
