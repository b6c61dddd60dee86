package io.foundryidentity.runner.languages;

import io.foundryidentity.simulator.Decision;
import io.foundryidentity.simulator.ReceivedRequest;
import io.foundryidentity.simulator.Simulator;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What Foundry saw of one program: how many requests it answered and refused, with which tokens.
 */
final class ProgramRun {
  private final Set<String> tokens = new HashSet<>();
  private int answered;
  private int refused;
  private int expired;
  private @Nullable Instant first;
  private @Nullable Instant last;

  /** Begins to count; {@code each} is told the number of answered requests after each of them. */
  void watch(Simulator simulator, IntConsumer each) {
    simulator
        .foundry()
        .watch(
            (request, decision) -> {
              count(request, decision);
              if (decision == Decision.PASSED) {
                each.accept(answered());
              }
            });
  }

  private synchronized void count(ReceivedRequest request, Decision decision) {
    if (decision == Decision.PASSED) {
      answered++;
      tokens.add(String.valueOf(request.header("authorization")));
      last = Instant.now();
      first = first == null ? last : first;
    } else {
      refused++;
      expired += decision == Decision.EXPIRED ? 1 : 0;
    }
  }

  synchronized int answered() {
    return answered;
  }

  synchronized int refused() {
    return refused;
  }

  synchronized int expired() {
    return expired;
  }

  synchronized int tokens() {
    return tokens.size();
  }

  /** From the first request to the last. */
  synchronized Duration took() {
    return first == null || last == null ? Duration.ZERO : Duration.between(first, last);
  }
}
