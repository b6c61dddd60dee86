package io.foundryidentity.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {

  private static String failed(boolean interactive, Map<String, String> environment) {
    return Terminal.of(interactive, environment, StandardCharsets.UTF_8)
        .mark(StepResult.State.FAILED);
  }

  @Test
  void colours_are_for_terminals_that_want_them() {
    assertThat(failed(true, Map.of())).isEqualTo("\u001b[31m✗\u001b[0m");
    assertThat(failed(true, Map.of("NO_COLOR", ""))).contains("\u001b");
    assertThat(failed(true, Map.of("NO_COLOR", "1"))).isEqualTo("✗");
    assertThat(failed(true, Map.of("TERM", "dumb"))).isEqualTo("✗");
    assertThat(failed(false, Map.of())).isEqualTo("✗");
  }

  @Test
  void where_marks_cannot_be_written_there_are_words() {
    Terminal ascii = Terminal.of(false, Map.of(), StandardCharsets.US_ASCII);

    assertThat(ascii.mark(StepResult.State.FAILED)).isEqualTo("FAILED");
    assertThat(ascii.mark(StepResult.State.OK)).isEqualTo("ok    ");
  }
}
