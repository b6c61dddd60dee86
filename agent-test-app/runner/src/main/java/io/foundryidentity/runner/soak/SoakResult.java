package io.foundryidentity.runner.soak;

import io.foundryidentity.runner.soak.SoakProgram.Vitals;
import io.foundryidentity.simulator.Decision;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The result of a soak.
 *
 * @param length how long the program sent requests
 * @param phases what happened in each phase
 * @param sent the program's requests
 * @param answered those that were answered, redirected ones not counted
 * @param failed those that ended with an exception or another status
 * @param failures the first exceptions
 * @param longestMillis the longest that a request took outside of outages
 * @param vitals the program's heap and threads after the warm-up
 * @param tokens how many tokens Foundry received
 * @param atStranger how many requests the server received that is not a target
 * @param leakedToStranger how many of them contained a token
 * @param lines how many lines the program printed, including the agent's log at trace level
 * @param leakedInOutput how many of them contained a token
 * @param exit the program's exit code
 */
record SoakResult(
    Duration length,
    List<SoakPhase> phases,
    long sent,
    long answered,
    long failed,
    List<String> failures,
    long longestMillis,
    List<Vitals> vitals,
    int tokens,
    long atStranger,
    long leakedToStranger,
    long lines,
    long leakedInOutput,
    int exit) {

  long count(Decision decision) {
    return phases.stream().mapToLong(phase -> phase.count(decision)).sum();
  }

  /** The identity endpoint's answers in all phases, counted by kind. */
  Map<String, Long> identityAnswers() {
    Map<String, Long> all = new TreeMap<>();
    phases.forEach(
        phase -> phase.identityAnswers().forEach((name, n) -> all.merge(name, n, Long::sum)));
    return all;
  }

  SoakFlatness heap() {
    return SoakFlatness.of(vitals, Vitals::heapBytes);
  }

  SoakFlatness threads() {
    return SoakFlatness.of(vitals, Vitals::threads);
  }
}
