package io.foundryidentity.runner.beside;

import io.foundryidentity.runner.beside.BesideRun.Observation;
import io.foundryidentity.runner.process.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Compares a run with both agents to a run with the other agent only. */
final class Comparison {

  /** A line of this agent's own log that is a warning or worse. */
  private static final Pattern COMPLAINT = Pattern.compile("^foundry-identity(?! INFO: )");

  /** A log line for an error, in any log format. */
  private static final Pattern ERROR = Pattern.compile("\\b(?:ERROR|SEVERE)\\b");

  private final OtherAgent other;
  private final Observation alone;

  Comparison(OtherAgent other, Observation alone) {
    this.other = other;
    this.alone = alone;
  }

  /** What is wrong in the run with the other agent only, where every call must be refused. */
  List<String> aloneFaults() {
    List<String> faults = new ArrayList<>(ending(alone));
    calls(alone)
        .filter(call -> other.isOwn(call) ? !call.ok() : !call.refused())
        .forEach(call -> faults.add("not refused: " + call));
    return faults;
  }

  /** What is wrong in a run with both agents, where every call must be answered. */
  List<String> faults(Observation beside) {
    List<String> faults = new ArrayList<>(ending(beside));
    calls(beside).filter(call -> !call.ok()).forEach(call -> faults.add("not answered: " + call));
    List<String> names = calls(alone).map(Call::name).toList();
    List<String> others = calls(beside).map(Call::name).toList();
    if (!names.equals(others)) {
      faults.add("other calls: " + others + " instead of " + names);
    }
    lines(beside, COMPLAINT).forEach(line -> faults.add("this agent complains: " + line));
    List<String> errors = lines(beside, ERROR).toList();
    if (errors.size() > lines(alone, ERROR).count()) {
      faults.add("more errors in the log: " + errors);
    }
    faults.addAll(other.compare(alone.work(), beside.work()));
    faults.addAll(beside.objections());
    return faults;
  }

  private static List<String> ending(Observation outcome) {
    if (outcome.result().exit() != 0) {
      return List.of("ended with " + outcome.result().exit() + ": " + outcome.result().noise());
    }
    return outcome.result().calls().isEmpty() ? List.of("made no call") : List.of();
  }

  private static Stream<Call> calls(Observation outcome) {
    return outcome.result().calls().stream();
  }

  private static Stream<String> lines(Observation outcome, Pattern pattern) {
    return outcome.result().noise().stream().filter(line -> pattern.matcher(line).find());
  }
}
