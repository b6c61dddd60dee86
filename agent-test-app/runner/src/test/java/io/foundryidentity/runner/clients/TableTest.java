package io.foundryidentity.runner.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foundryidentity.runner.cases.ClientCase;
import io.foundryidentity.runner.process.Call;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TableTest {

  private static final ClientCase CLIENT =
      new ClientCase("client", "stack", "folder", "Main", 8, "client");
  private static final Call REFUSED = new Call("chat", false, "403: no | keys");
  private static final Call ANSWERED = new Call("chat", true, "signed in");

  @Test
  void a_row_shows_both_answers() {
    Table table = new Table(Row.pair(CLIENT, List.of(REFUSED), List.of(ANSWERED)));

    assertThat(table.plain().split("\n"))
        .containsExactly(
            "client  stack  call  answer without  answer with",
            "------  -----  ----  --------------  -----------",
            "client  stack  chat  403: no | keys  signed in");
  }

  @Test
  void a_bar_inside_an_answer_does_not_break_the_markdown() {
    Table table = new Table(Row.pair(CLIENT, List.of(REFUSED), List.of(ANSWERED)));

    assertThat(table.markdown())
        .endsWith("| client | stack | chat | 403: no \\| keys | signed in |\n");
  }

  @Test
  void runs_with_different_calls_are_not_compared() {
    assertThatThrownBy(() -> Row.pair(CLIENT, List.of(REFUSED), List.of()))
        .hasMessageContaining("other calls");
  }

  @Test
  void a_row_is_as_it_should_be_only_when_refused_and_then_answered() {
    assertThat(new Row(CLIENT, REFUSED, ANSWERED).asExpected()).isTrue();
    assertThat(new Row(CLIENT, ANSWERED, ANSWERED).asExpected()).isFalse();
    assertThat(new Row(CLIENT, REFUSED, REFUSED).asExpected()).isFalse();
  }
}
