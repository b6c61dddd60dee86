package io.foundryidentity.agent.core.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.core.output.RecordedLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

/** An outage of the identity endpoint is one line, however many caches it concerns. */
class TokenLogTest {

  private final TokenLog log = new TokenLog();

  @BeforeEach
  void record() {
    RecordedLog.start(Level.INFO);
  }

  @AfterEach
  void stop() {
    RecordedLog.stop();
  }

  @Test
  void nine_caches_without_a_token_for_one_reason_are_one_line() {
    for (int i = 0; i < 9; i++) {
      log.failed("identity for scope" + i, "connection refused", 0);
    }

    assertThat(RecordedLog.lines())
        .containsExactly("WARN identity for scope0: no token: connection refused");
  }

  @Test
  void another_reason_and_a_worse_state_are_lines_of_their_own() {
    log.failed("a", "connection refused", 1);
    log.failed("b", "the identity was not found", 0);
    log.ranOut("a", "connection refused");
    log.ranOut("c", "connection refused");

    assertThat(RecordedLog.lines())
        .containsExactly(
            "WARN a: no new token: connection refused; the current one is used until"
                + " 1970-01-01T00:00:00.001Z",
            "WARN b: no token: the identity was not found",
            "WARN a: the token expired and no new one is available: connection refused");
  }

  @Test
  void the_line_of_the_first_that_recovers_names_the_others() {
    log.failed("a", "connection refused", 0);
    log.failed("b", "connection refused", 0);
    log.failed("c", "something else", 0);
    log.recovered("a", 1, 3);
    log.recovered("b", 1, 4);

    assertThat(RecordedLog.lines())
        .contains(
            "INFO a: got a token that expires at 1970-01-01T00:00:00.001Z, after failures: 3;"
                + " no new token yet: b",
            "INFO b: got a token that expires at 1970-01-01T00:00:00.001Z, after failures: 4");
  }

  @Test
  void the_next_outage_is_a_line_again() {
    log.failed("a", "connection refused", 0);
    log.recovered("a", 1, 1);
    log.failed("a", "connection refused", 0);

    assertThat(RecordedLog.lines()).hasSize(3);
  }

  /** For example a scope that nobody uses any more, so that it is not asked for again. */
  @Test
  void the_next_outage_is_a_line_also_while_another_cache_still_fails() {
    log.failed("idle", "connection refused", 0);
    log.failed("a", "connection refused", 0);
    log.recovered("a", 1, 1);
    log.failed("a", "connection refused", 0);
    log.failed("b", "connection refused", 0);

    assertThat(RecordedLog.lines().stream().filter(line -> line.startsWith("WARN")))
        .containsExactly(
            "WARN idle: no token: connection refused", "WARN a: no token: connection refused");
  }
}
