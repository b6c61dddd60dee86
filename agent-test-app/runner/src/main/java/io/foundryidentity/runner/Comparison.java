package io.foundryidentity.runner;

import io.foundryidentity.runner.Meeting.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a run beside this agent must have in common with one of the other agent alone. */
final class Comparison {

  /** A line of this agent's own log that is a warning or worse. */
  private static final Pattern COMPLAINT = Pattern.compile("^foundry-identity(?! INFO: )");

  /** A line that any log gives to an error. */
  private static final Pattern ERROR = Pattern.compile("\\b(?:ERROR|SEVERE)\\b");

  private final OtherAgent other;
  private final Seen alone;

  Comparison(OtherAgent other, Seen alone) {
    this.other = other;
    this.alone = alone;
  }

  /** What is wrong with the run of the other agent alone; there every call is to be refused. */
  List<String> aloneFaults() {
    List<String> faults = new ArrayList<>(ending(alone));
    calls(alone)
        .filter(call -> other.isOwn(call) ? !call.ok() : !call.refused())
        .forEach(call -> faults.add("not refused: " + call));
    return faults;
  }

  /** What is wrong with a run beside this agent; there every call is to be answered. */
  List<String> faults(Seen beside) {
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

  private static List<String> ending(Seen outcome) {
    if (outcome.result().exit() != 0) {
      return List.of("ended with " + outcome.result().exit() + ": " + outcome.result().noise());
    }
    return outcome.result().calls().isEmpty() ? List.of("made no call") : List.of();
  }

  private static Stream<Call> calls(Seen outcome) {
    return outcome.result().calls().stream();
  }

  private static Stream<String> lines(Seen outcome, Pattern pattern) {
    return outcome.result().noise().stream().filter(line -> pattern.matcher(line).find());
  }
}
