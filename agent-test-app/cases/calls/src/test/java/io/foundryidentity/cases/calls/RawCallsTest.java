package io.foundryidentity.cases.calls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RawCallsTest {

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final RawCalls calls =
      new RawCalls(
          Foundry.from(Map.of("FOUNDRY_URL", "https://contoso", "FOUNDRY_KEY", "none")),
          new Calls(new PrintStream(printed, true, UTF_8)));

  @Test
  void each_call_asks_its_own_address_and_reads_its_own_answer() {
    List<String> asked = new ArrayList<>();

    calls.make(
        " HTTP/2",
        (url, json) -> {
          asked.add(url);
          return new Reply(200, "{\"model\": \"m\", \"content\": \"You.\"}");
        },
        (url, json) -> {
          asked.add(url);
          assertThat(json).contains("\"stream\":true");
          return new Reply(200, "data: {\"content\":\"Yo\"}\n\ndata: {\"content\":\"u.\"}\n\n");
        });

    assertThat(asked)
        .containsExactly(
            "https://contoso/openai/v1/chat/completions",
            "https://contoso/openai/v1/chat/completions",
            "https://contoso/openai/v1/embeddings");
    assertThat(lines())
        .containsExactly(
            "CALL\tchat HTTP/2\tok\tYou.",
            "CALL\tchat streaming HTTP/2\tok\tYou.",
            "CALL\tembeddings HTTP/2\tok\tnumbers, model m");
  }

  @Test
  void neither_a_refusal_nor_an_empty_answer_is_an_answer() {
    calls.make("", (url, json) -> new Reply(401, "no"), (url, json) -> new Reply(200, "{}"));

    assertThat(lines())
        .containsExactly(
            "CALL\tchat\terror\tIOException: 401: no",
            "CALL\tchat streaming\terror\tIOException: An answer without any text: {}",
            "CALL\tembeddings\terror\tIOException: 401: no");
  }

  private List<String> lines() {
    return printed.toString(UTF_8).lines().toList();
  }
}
