package io.foundryidentity.runner.checks;

import io.foundryidentity.runner.process.Call;
import io.foundryidentity.runner.process.CaseProcess;
import io.foundryidentity.runner.testbed.TestBed;
import java.util.ArrayList;
import java.util.List;

/**
 * The result of one check in the matrix.
 *
 * @param faults what is wrong; empty if nothing is
 * @param note what was observed, in a few words
 * @param printed what the program printed, except its calls
 */
public record Outcome(List<String> faults, String note, List<String> printed) {

  public static Outcome of(List<String> faults, String note, CaseProcess.Result result) {
    return new Outcome(List.copyOf(faults), note, result.noise());
  }

  /** The result of a program whose every call must be answered with a token. */
  static Outcome ofAnswers(TestBed testBed, CaseProcess.Result result) {
    List<Call> calls = result.tried(testBed.hasHostsFile());
    List<String> faults = new ArrayList<>();
    if (result.exit() != 0) {
      faults.add("ended with " + result.exit());
    }
    calls.stream()
        .filter(call -> !call.ok())
        .forEach(call -> faults.add(call.name() + ": " + call.text()));
    String identity = testBed.simulator().identity().systemAssignedObjectId();
    if (calls.stream().noneMatch(call -> call.text().contains("signed in as " + identity))) {
      faults.add("no answer names the identity");
    }
    if (testBed.simulator().foundry().requests().stream().anyMatch(TestBed::holdsPlaceholder)) {
      faults.add("the placeholder key reached Foundry");
    }
    return of(faults, calls.size() + " calls answered", result);
  }

  /** The same with more faults and another note. */
  public Outcome and(List<String> more, String otherNote) {
    List<String> all = new ArrayList<>(faults);
    all.addAll(more);
    return new Outcome(List.copyOf(all), otherNote, printed);
  }

  public boolean isGood() {
    return faults.isEmpty();
  }
}
