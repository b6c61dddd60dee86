package io.foundryidentity.runner.beside;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.runner.beside.BesideRun.Observation;
import io.foundryidentity.runner.beside.OtherAgent.Work;
import io.foundryidentity.runner.process.Call;
import io.foundryidentity.runner.process.CaseProcess;
import io.foundryidentity.runner.testbed.TestBeds.ObservedRun;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ComparisonTest {

  private static final Call REFUSED = new Call("chat", false, "401: no");
  private static final Call ANSWERED = new Call("chat", true, "hello");
  private static final Call OWN = new Call("mock of a class", true, "mocked");
  private static final Work SEEN = new Work(2, 2);

  private final Comparison traced =
      new Comparison(new OpenTelemetry(), outcome(SEEN, List.of(REFUSED), List.of()));
  private final Comparison mocked =
      new Comparison(new MockitoInline(), outcome(SEEN, List.of(OWN, REFUSED), List.of()));

  @Test
  void refused_alone_and_answered_beside_this_agent_is_no_fault() {
    assertThat(traced.aloneFaults()).isEmpty();
    assertThat(traced.faults(outcome(SEEN, List.of(ANSWERED), List.of()))).isEmpty();
  }

  @Test
  void the_other_agents_own_affairs_go_well_in_both() {
    assertThat(mocked.aloneFaults()).isEmpty();
    assertThat(mocked.faults(outcome(SEEN, List.of(OWN, ANSWERED), List.of()))).isEmpty();
    Call broken = new Call(OWN.name(), false, "not mocked");
    assertThat(mocked.faults(outcome(SEEN, List.of(broken, ANSWERED), List.of()))).hasSize(1);
  }

  @Test
  void an_answer_without_this_agent_is_a_fault() {
    Observation open = outcome(SEEN, List.of(ANSWERED), List.of());
    assertThat(new Comparison(new OpenTelemetry(), open).aloneFaults()).hasSize(1);
  }

  @Test
  void a_refusal_a_missing_call_and_a_bad_end_are_faults() {
    assertThat(traced.faults(outcome(SEEN, List.of(REFUSED), List.of()))).hasSize(1);
    assertThat(traced.faults(outcome(SEEN, List.of(ANSWERED, ANSWERED), List.of()))).hasSize(1);
    Observation killed =
        new Observation(
            new ObservedRun(
                new CaseProcess.Result(137, List.of(ANSWERED), List.of()),
                "me",
                List.of(),
                List.of()),
            SEEN,
            List.of());
    assertThat(traced.faults(killed)).hasSize(1);
  }

  @Test
  void a_request_that_is_not_traced_is_a_fault() {
    assertThat(traced.faults(outcome(new Work(1, 2), List.of(ANSWERED), List.of()))).hasSize(1);
    // Fewer requests, all of them traced: refused ones were sent again
    assertThat(traced.faults(outcome(new Work(1, 1), List.of(ANSWERED), List.of()))).isEmpty();
  }

  @Test
  void a_report_that_only_the_program_without_this_agent_lost_is_no_fault() {
    Comparison lossy =
        new Comparison(new OpenTelemetry(), outcome(new Work(1, 2), List.of(REFUSED), List.of()));
    assertThat(lossy.faults(outcome(SEEN, List.of(ANSWERED), List.of()))).isEmpty();
    assertThat(lossy.faults(outcome(new Work(3, 2), List.of(ANSWERED), List.of()))).hasSize(1);
    assertThat(lossy.faults(outcome(new Work(0, 2), List.of(ANSWERED), List.of()))).hasSize(1);
  }

  @Test
  void an_agent_that_does_nothing_any_more_is_a_fault() {
    Observation idle = outcome(new Work(0, 2), List.of(OWN, ANSWERED), List.of());
    assertThat(mocked.faults(idle)).hasSize(1);
  }

  @Test
  void a_warning_of_this_agent_and_an_error_of_any_are_faults() {
    assertThat(with("foundry-identity WARN: okhttp is not instrumented")).hasSize(1);
    assertThat(with("foundry-identity: the agent could not be instrumented")).hasSize(1);
    assertThat(with("[main] ERROR muzzle")).hasSize(1);
    assertThat(with("foundry-identity INFO: active for [https://localhost]")).isEmpty();
  }

  private List<String> with(String line) {
    return traced.faults(outcome(SEEN, List.of(ANSWERED), List.of(line)));
  }

  private static Observation outcome(Work work, List<Call> calls, List<String> noise) {
    return new Observation(
        new ObservedRun(new CaseProcess.Result(0, calls, noise), "me", List.of(), List.of()),
        work,
        List.of());
  }
}
