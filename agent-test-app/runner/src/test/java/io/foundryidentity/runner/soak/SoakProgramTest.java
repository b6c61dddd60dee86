package io.foundryidentity.runner.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.runner.process.Call;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

final class SoakProgramTest {

  private final SoakProgram program =
      new SoakProgram(Clock.fixed(Instant.ofEpochMilli(1_000_000), ZoneOffset.UTC));

  @Test
  void the_latest_counts_are_kept_and_the_longest_wait_of_all() {
    counts("answered=5 redirected=1 refused=2 failed=0 longest=900");
    counts("answered=9 redirected=1 refused=3 failed=1 longest=20");
    assertThat(program.count("answered")).isEqualTo(9);
    assertThat(program.sent()).isEqualTo(14);
    assertThat(program.running()).isEqualTo(Duration.ofSeconds(2));
    assertThat(program.nextLongestMillis()).isEqualTo(900);
    assertThat(program.nextLongestMillis()).isZero();
  }

  @Test
  void a_wrong_clock_is_told() {
    counts("answered=1 redirected=0 refused=0 failed=0 longest=1 clock=4600000");
    assertThat(program.clockAhead()).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void vitals_are_read_as_they_were_printed() {
    program.heard(new Call("vitals", true, "heap=1048576 threads=212 kinds=asking:200,main:1"));
    assertThat(program.vitals())
        .containsExactly(new SoakProgram.Vitals(1_048_576, 212, "asking:200,main:1"));
  }

  @Test
  void what_is_neither_is_a_failure() {
    program.heard(new Call("failure", true, "IOException: reset"));
    assertThat(program.failures()).containsExactly("IOException: reset");
  }

  private void counts(String text) {
    program.heard(new Call("counts", true, text));
  }
}
