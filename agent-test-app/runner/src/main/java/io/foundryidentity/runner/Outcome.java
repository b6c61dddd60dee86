package io.foundryidentity.runner;

import java.util.ArrayList;
import java.util.List;

/**
 * What came of one check in the matrix.
 *
 * @param faults what is not as it should be; empty where all is
 * @param note what was seen, in a few words
 * @param printed what the program printed besides its calls
 */
record Outcome(List<String> faults, String note, List<String> printed) {

  static Outcome of(List<String> faults, String note, CaseProcess.Result result) {
    return new Outcome(List.copyOf(faults), note, result.noise());
  }

  /** That of a program whose every call must be answered with a token. */
  static Outcome ofAnswers(Stage stage, CaseProcess.Result result) {
    List<Call> calls = result.tried(stage.hasHostsFile());
    List<String> faults = new ArrayList<>();
    if (result.exit() != 0) {
      faults.add("ended with " + result.exit());
    }
    calls.stream()
        .filter(call -> !call.ok())
        .forEach(call -> faults.add(call.name() + ": " + call.text()));
    String identity = stage.simulator().identity().systemAssignedObjectId();
    if (calls.stream().noneMatch(call -> call.text().contains("signed in as " + identity))) {
      faults.add("no answer names the identity");
    }
    if (stage.simulator().foundry().requests().stream().anyMatch(Stage::holdsPlaceholder)) {
      faults.add("the placeholder key reached Foundry");
    }
    return of(faults, calls.size() + " calls answered", result);
  }

  /** The same after more has been looked at. */
  Outcome and(List<String> more, String otherNote) {
    List<String> all = new ArrayList<>(faults);
    all.addAll(more);
    return new Outcome(List.copyOf(all), otherNote, printed);
  }

  boolean isGood() {
    return faults.isEmpty();
  }
}
