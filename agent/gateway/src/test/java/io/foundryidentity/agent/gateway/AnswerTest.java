package io.foundryidentity.agent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of a target that are odd, or are meant to do harm. */
@Timeout(30)
class AnswerTest {

  private BareTarget target;
  private Gateway gateway;
  private Route route;

  @BeforeEach
  void open() throws IOException {
    target = new BareTarget();
    gateway = Gateway.open(new BareTarget.Signer(), 0);
    route = gateway.route(target.target());
  }

  @AfterEach
  void close() throws IOException {
    gateway.close();
    target.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {102, 103, 199})
  void what_comes_before_the_answer_is_not_the_answer(int status) throws Exception {
    RawClient.Answer answer =
        answerTo(
            "HTTP/1.1 "
                + status
                + " Wait\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    assertThat(answer.status()).isIn(200, 502);
  }

  @Test
  void a_switch_of_protocols_that_nobody_asked_for_is_none() throws Exception {
    assertThat(
            answerTo(
                    "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n"
                        + "Upgrade: websocket\r\n\r\n")
                .status())
        .isEqualTo(502);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-A: one\rX-Injected: two",
        "X-A: one\r\rX-Injected: two",
        "X-A: one\0two",
        "X-A: one\r\n two: X-Injected: three",
        "X-A: one\nX-B: two",
        "X-A: one\u000btwo"
      })
  void a_header_stays_one_line(String header) throws Exception {
    String answer =
        bytesOfAnswerTo("HTTP/1.1 200 OK\r\n" + header + "\r\nContent-Length: 2\r\n\r\nok");
    String head = answer.substring(0, answer.indexOf("\r\n\r\n"));
    assertThat(head.replace("\r\n", "")).doesNotContain("\r", "\n", "\0", "\u000b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "-5", "1e3", "99999999999999999999", "2, 2", "0x2", ""})
  void a_length_that_is_none_is_no_answer(String length) throws Exception {
    String answer = bytesOfAnswerTo("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\nok");
    assertThat(answer).startsWith("HTTP/1.1 502 ");
  }

  @Test
  void two_lengths_are_no_answer() throws Exception {
    String answer =
        bytesOfAnswerTo("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nokX");
    assertThat(answer).startsWith("HTTP/1.1 502 ");
  }

  @Test
  void a_shorter_body_than_was_told_does_not_end_as_if_it_were_whole() throws Exception {
    String answer = bytesOfAnswerTo("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nok");
    assertThat(answer).contains("Content-Length: 10\r\n").endsWith("\r\n\r\nok");
  }

  @Test
  void a_length_and_chunks_are_chunks() throws Exception {
    String answer =
        bytesOfAnswerTo(
            "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "2\r\nok\r\n0\r\n\r\n");
    assertThat(answer)
        .satisfiesAnyOf(
            text -> assertThat(text).startsWith("HTTP/1.1 502 "),
            text ->
                assertThat(text).doesNotContain("Content-Length").endsWith("2\r\nok\r\n0\r\n\r\n"));
  }

  @Test
  void an_answer_without_a_body_has_none() throws Exception {
    for (int status : new int[] {204, 304}) {
      String answer = bytesOfAnswerTo("HTTP/1.1 " + status + " Nothing\r\nX-A: b\r\n\r\n");
      assertThat(answer).startsWith("HTTP/1.1 " + status).endsWith("\r\n\r\n");
      assertThat(answer).doesNotContain("chunked");
    }
  }

  @Test
  void letters_beyond_ascii_stay_what_they_were() throws Exception {
    String answer =
        bytesOfAnswerTo("HTTP/1.1 200 OK\r\nX-Name: caf\u00e9\r\nContent-Length: 0\r\n\r\n");
    assertThat(answer.toLowerCase(Locale.ROOT)).contains("x-name: caf\u00e9\r\n");
  }

  @Test
  void what_follows_an_answer_is_nobodys_answer() throws Exception {
    String first =
        bytesOfAnswerTo(
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
                + "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nstolen");
    assertThat(first).endsWith("ok");
    // On a connection of its own, as the first one is spoilt.
    String second = bytesOfAnswerTo("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nown");
    assertThat(second).endsWith("own");
  }

  private RawClient.Answer answerTo(String text) throws Exception {
    try (RawClient client = new RawClient(gateway.port())) {
      client.send(request());
      try (BareTarget.Received received = target.receive()) {
        received.answer(text);
        return client.answer();
      }
    }
  }

  /** What the client gets when the target has hung up. */
  private String bytesOfAnswerTo(String text) throws Exception {
    try (RawClient client = new RawClient(gateway.port())) {
      client.send(request().replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
      CompletableFuture<String> all =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return client.rest();
                } catch (IOException broken) {
                  throw new IllegalStateException(broken);
                }
              });
      try (BareTarget.Received received = target.receive()) {
        received.answer(text);
      }
      return all.get(20, TimeUnit.SECONDS);
    }
  }

  private String request() {
    return "GET /openai/v1/models HTTP/1.1\r\nHost: 127.0.0.1:"
        + gateway.port()
        + "\r\napi-key: "
        + route.secret()
        + "\r\n\r\n";
  }
}
