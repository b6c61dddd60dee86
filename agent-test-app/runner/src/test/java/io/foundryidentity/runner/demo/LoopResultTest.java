package io.foundryidentity.runner.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.runner.process.Call;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LoopResultTest {

  private final LoopResult performance =
      new LoopResult(
          List.of(
              new Call("1", true, "[812 ms] hello"),
              new Call("2", true, "[9 ms] hello"),
              new Call("3", true, "[31 ms] hello"),
              new Call("4", false, "UnauthorizedException: 401: go away"),
              new Call("5", false, "IOException: connection reset")),
          2,
          1);

  @Test
  void answers_and_refusals_are_counted_and_other_failures_are_neither() {
    assertThat(performance.answered()).isEqualTo(3);
    assertThat(performance.refused()).isEqualTo(1);
  }

  @Test
  void the_first_answer_is_timed_apart_from_the_later_ones() {
    assertThat(performance.firstMillis()).isEqualTo(812);
    assertThat(performance.longestMillisAfterTheFirst()).isEqualTo(31);
  }

  @Test
  void the_words_come_without_the_time() {
    assertThat(LoopResult.words(performance.calls().get(0))).isEqualTo("hello");
  }
}
