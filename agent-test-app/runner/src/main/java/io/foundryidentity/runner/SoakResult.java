package io.foundryidentity.runner;

import io.foundryidentity.runner.SoakProgram.Vitals;
import io.foundryidentity.simulator.Decision;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that a soak came to.
 *
 * @param length how long the program asked
 * @param phases what was seen in each
 * @param sent the program's requests
 * @param answered those that were answered, redirected ones not counted
 * @param failed those that ended with an exception or an odd status
 * @param failures the first exceptions
 * @param longestMillis the longest that a request took outside of outages
 * @param vitals the program's, after the warm-up
 * @param tokens how many tokens Foundry met
 * @param atStranger how many requests a stranger received
 * @param leakedToStranger how many of them held a token
 * @param lines how many lines the program printed, the agent's log at trace level included
 * @param leakedInOutput how many of them held a token
 * @param exit the program's
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

  /** Of all phases, by what the identity endpoint answered. */
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
