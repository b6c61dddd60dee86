package io.foundryidentity.runner.soak;

import io.foundryidentity.simulator.Decision;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What happened in one phase of a soak.
 *
 * @param atSeconds when it began
 * @param decisions how many decisions of each kind Foundry made
 * @param identityAnswers how many answers of each kind the identity endpoint gave
 * @param newTokens how many tokens Foundry received for the first time
 * @param recoveredMillis how long after the trouble's end Foundry received a new token; -1 for
 *     never
 * @param clockAhead how far the program's clock was ahead at the end
 */
record SoakPhase(
    SoakTrouble trouble,
    long atSeconds,
    Map<Decision, Long> decisions,
    Map<String, Long> identityAnswers,
    int newTokens,
    long recoveredMillis,
    Duration clockAhead) {

  SoakPhase {
    Map<Decision, Long> copy = new EnumMap<>(Decision.class);
    copy.putAll(decisions); // The constructor of EnumMap fails for an empty map of another class
    decisions = Collections.unmodifiableMap(copy);
    identityAnswers = Collections.unmodifiableMap(new TreeMap<>(identityAnswers));
  }

  long count(Decision decision) {
    return decisions.getOrDefault(decision, 0L);
  }

  long identityRequests() {
    return identityAnswers.entrySet().stream()
        .filter(entry -> !entry.getKey().equals("late"))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  String line() {
    return "%4d s  %-28s passed %5d  no token %4d  expired %d  identity %s%s"
        .formatted(
            atSeconds,
            trouble,
            count(Decision.PASSED),
            count(Decision.NO_TOKEN),
            count(Decision.EXPIRED),
            identityAnswers,
            recoveredMillis < 0 ? "" : "  new token after %,d ms".formatted(recoveredMillis));
  }
}
