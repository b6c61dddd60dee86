package io.foundryidentity.runner.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.runner.soak.SoakProgram.Vitals;
import io.foundryidentity.simulator.Decision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Changes one number of a good result at a time, and expects the rule for it to fail. */
final class SoakVerdictTest {

  private static final Duration LIFE = Duration.ofSeconds(10);
  private static final Map<String, Long> ASKED = Map.of("200", 2L);

  private final List<SoakPhase> phases = new ArrayList<>();
  private final List<Vitals> vitals = new ArrayList<>();
  private long answered = 100_000;
  private long failed;
  private long longest = 80;
  private int tokens = 36;
  private long atStranger = 700;
  private long leakedToStranger;
  private long lines = 50;
  private long leakedInOutput;
  private int exit;

  SoakVerdictTest() {
    for (SoakTrouble trouble : SoakTrouble.values()) {
      phases.add(phase(trouble, Map.of(Decision.PASSED, 10_000L), ASKED, 1_000));
    }
    for (int i = 0; i < 30; i++) {
      vitals.add(new Vitals(20_000_000 + i % 3, 215, "asking:200"));
    }
  }

  private static SoakPhase phase(
      SoakTrouble trouble, Map<Decision, Long> decisions, Map<String, Long> asked, long recovered) {
    return new SoakPhase(trouble, 0, decisions, asked, 1, recovered, trouble.clock());
  }

  private SoakVerdict verdict() {
    return new SoakVerdict(
        new SoakResult(
            Duration.ofMinutes(3),
            phases,
            answered + failed,
            answered,
            failed,
            List.of(),
            longest,
            vitals,
            tokens,
            atStranger,
            leakedToStranger,
            lines,
            leakedInOutput,
            exit),
        LIFE);
  }

  private void seen(SoakTrouble trouble, Decision decision) {
    phases.add(phase(trouble, Map.of(Decision.PASSED, 9L, decision, 1L), ASKED, 500));
  }

  private void assertFault(String words) {
    SoakVerdict verdict = verdict();
    assertThat(verdict.faults()).singleElement().asString().contains(words);
    assertThat(verdict.passed()).isEqualTo(SoakVerdict.RULES - 1);
  }

  @Test
  void a_good_result_has_no_fault() {
    assertThat(verdict().faults()).isEmpty();
    assertThat(verdict().passed()).isEqualTo(SoakVerdict.RULES);
  }

  @Test
  void one_expired_token_is_a_fault_in_an_outage_too() {
    seen(SoakTrouble.OUTAGE, Decision.EXPIRED);
    assertFault("1 requests were refused as EXPIRED");
  }

  @Test
  void any_other_refusal_of_a_token_is_a_fault() {
    seen(SoakTrouble.AHEAD, Decision.NOT_YET_VALID);
    assertFault("NOT_YET_VALID");
  }

  @Test
  void a_request_may_go_without_a_token_in_an_outage() {
    seen(SoakTrouble.OUTAGE, Decision.NO_TOKEN);
    seen(SoakTrouble.RECOVERY, Decision.NO_TOKEN);
    assertThat(verdict().faults()).isEmpty();
  }

  @Test
  void a_request_without_a_token_is_a_fault_in_a_short_trouble() {
    seen(SoakTrouble.SERVER_ERROR, Decision.NO_TOKEN);
    assertFault("went out without a token");
  }

  @Test
  void a_jump_of_the_clock_excuses_nothing() {
    seen(SoakTrouble.AHEAD, Decision.NO_TOKEN);
    assertFault("went out without a token");
  }

  @Test
  void refreshes_that_stopped_are_a_fault() {
    tokens = 6;
    assertFault("6 tokens for the time of");
  }

  @Test
  void a_recovery_that_never_came_is_a_fault() {
    phases.add(phase(SoakTrouble.RECOVERY, Map.of(), ASKED, -1));
    assertFault("no new token in time");
  }

  @Test
  void a_recovery_that_took_too_long_is_a_fault() {
    phases.add(phase(SoakTrouble.BEHIND, Map.of(), ASKED, SoakVerdict.LONGEST_RECOVERY + 1));
    assertFault("no new token in time");
  }

  @Test
  void a_trouble_that_met_no_request_proves_nothing() {
    phases.add(phase(SoakTrouble.GONE, Map.of(), Map.of("late", 1L), 500));
    assertFault("no identity request met this phase");
  }

  @Test
  void a_trouble_that_was_left_out_is_a_fault() {
    phases.removeIf(phase -> phase.trouble() == SoakTrouble.OUTAGE);
    assertFault("there was no time for: " + SoakTrouble.OUTAGE);
  }

  @Test
  void a_clock_that_did_not_jump_proves_nothing() {
    phases.add(
        new SoakPhase(SoakTrouble.BEHIND, 0, Map.of(), ASKED, 1, 500, Duration.ofSeconds(-2)));
    assertFault("the clock was ahead by PT-2S");
  }

  @Test
  void a_failed_request_is_a_fault() {
    failed = 1;
    assertFault("1 requests failed");
  }

  @Test
  void a_program_that_broke_off_is_a_fault() {
    exit = 137;
    assertFault("ended with 137");
  }

  @Test
  void answers_that_foundry_did_not_give_are_a_fault() {
    answered = 10_000_000;
    assertFault("more answers than Foundry gave");
  }

  @Test
  void a_request_that_hung_is_a_fault() {
    longest = SoakVerdict.LONGEST_WAIT + 1;
    assertFault("a request took");
  }

  @Test
  void a_token_at_the_strangers_is_a_fault() {
    leakedToStranger = 1;
    assertFault("brought a token to a stranger");
  }

  @Test
  void a_token_in_the_output_is_a_fault() {
    leakedInOutput = 1;
    assertFault("held a token");
  }

  @Test
  void a_look_at_nothing_is_a_fault() {
    lines = 0;
    assertFault("to look for tokens in");
    lines = 50;
    atStranger = 0;
    assertFault("to look for tokens in");
  }

  @Test
  void a_growing_heap_is_a_fault() {
    for (int i = 0; i < vitals.size(); i++) {
      vitals.set(i, new Vitals(20_000_000 + i * 250_000L, 215, "asking:200"));
    }
    assertFault("the heap grew by 5000000");
  }

  @Test
  void growing_threads_are_a_fault_and_are_named() {
    for (int i = 0; i < vitals.size(); i++) {
      vitals.set(i, new Vitals(20_000_000, 215 + i, "asking:200,foundry-identity:29"));
    }
    assertFault("foundry-identity:29");
  }
}
