package io.foundryidentity.cases.calls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

final class CallsTest {

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Calls calls = new Calls(new PrintStream(printed, true, UTF_8));

  @Test
  void an_answer_is_one_line_whatever_it_contains() {
    calls.call("chat", () -> "one\ntwo\tthree");

    assertThat(lines()).containsExactly("CALL\tchat\tok\tone two three");
  }

  @Test
  void a_failing_call_is_told_and_does_not_stop_the_next() {
    calls
        .call(
            "async",
            () -> {
              throw new CompletionException(new IOException("403: refused"));
            })
        .call(
            "broken",
            () -> {
              throw new NoClassDefFoundError("a/b/C");
            })
        .call("next", () -> "fine");

    assertThat(lines())
        .containsExactly(
            "CALL\tasync\terror\tIOException: 403: refused",
            "CALL\tbroken\terror\tNoClassDefFoundError: a/b/C",
            "CALL\tnext\tok\tfine");
  }

  @Test
  void a_missing_variable_is_named() {
    assertThatThrownBy(() -> Foundry.from(Map.of("FOUNDRY_URL", "https://localhost")))
        .hasMessageContaining("FOUNDRY_KEY");
  }

  @Test
  void a_slash_at_the_end_of_the_address_is_dropped() {
    assertThat(Foundry.from(Map.of("FOUNDRY_URL", "https://a/", "FOUNDRY_KEY", "k")).url())
        .isEqualTo("https://a");
  }

  private String[] lines() {
    return printed.toString(UTF_8).split("\\R");
  }
}
