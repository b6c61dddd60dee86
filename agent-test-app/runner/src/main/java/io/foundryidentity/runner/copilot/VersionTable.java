package io.foundryidentity.runner.copilot;

import io.foundryidentity.runner.process.Call;
import io.foundryidentity.runner.process.CaseProcess;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** What was tried with which CLI: one line at once for each, and a table for the documentation. */
final class VersionTable {

  private final Map<String, String> rows = new HashMap<>();
  private boolean asExpected = true;

  synchronized boolean isAsExpected() {
    return asExpected;
  }

  synchronized void add(Scenario scenario, ScenarioRun.Outcome outcome, boolean expected) {
    CaseProcess.Result result = outcome.result();
    long answered = result.calls().stream().filter(Call::ok).count();
    String refused = scenario.refused().isEmpty() ? "" : refusals(result);
    String turns = answered + " of " + result.calls().size() + refused;
    report(
        scenario,
        result,
        turns + " turns answered, by " + scenario.way() + ", " + outcome.tokens() + " tokens",
        expected);
    if (scenario.isPlays()) {
      CopilotCli cli = scenario.cli();
      String tried = String.join(", ", scenario.plays()).toLowerCase(Locale.ROOT);
      rows.put(
          scenario.name(),
          String.format(
              "| %s | %s | %s | %s | %s | %d |",
              cli.version(), scenario.how(), scenario.way(), tried, turns, outcome.tokens()));
    }
  }

  private static String refusals(CaseProcess.Result result) {
    String names =
        result.calls().stream()
            .filter(call -> !call.ok())
            .map(Call::name)
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "" : " (401: " + names + ")";
  }

  synchronized void addControl(
      Scenario scenario, CaseProcess.Result result, long before, boolean expected) {
    report(scenario, result, "without the agent " + before + " turns, then 401", expected);
  }

  private void report(
      Scenario scenario, CaseProcess.Result result, String outcome, boolean expected) {
    System.out.printf("%-40s %s%s%n", scenario.name(), outcome, expected ? "" : ": WRONG");
    if (!expected) {
      asExpected = false;
      result.calls().forEach(call -> System.out.println("  " + call));
      result.noise().forEach(line -> System.out.println("  " + line));
    }
  }

  /** Prints the rows in the order of the scenarios. */
  synchronized void print(List<Scenario> scenarios) {
    System.out.println();
    System.out.println("| CLI | how | way | tried | turns answered | tokens |");
    System.out.println("| --- | --- | --- | --- | --- | --- |");
    scenarios.stream()
        .map(scenario -> rows.get(scenario.name()))
        .filter(Objects::nonNull)
        .forEach(System.out::println);
  }
}
