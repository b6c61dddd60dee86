package io.foundryidentity.benchmark.runner;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Runs variants in turn, so that whatever disturbs the machine disturbs all of them. */
final class Rounds {

  /** One run of one variant. */
  interface Run {
    void run(Variant variant) throws IOException, InterruptedException;
  }

  private final int rounds;
  private final int otherAgentEvery;

  Rounds(int rounds, int otherAgentEvery) {
    this.rounds = rounds;
    this.otherAgentEvery = otherAgentEvery;
  }

  void each(String what, List<Variant> variants, Run run) throws IOException, InterruptedException {
    List<Variant> order = new ArrayList<>(variants);
    for (int round = 0; round < rounds; round++) {
      System.err.printf("%s: round %d of %d%n", what, round + 1, rounds);
      for (Variant variant : order) {
        boolean other = variant.name().equals(Variant.OPEN_TELEMETRY);
        if (!other || (otherAgentEvery > 0 && round % otherAgentEvery == 0)) {
          run.run(variant);
        }
      }
      Collections.rotate(order, 1); // None is always the first of its round
    }
  }
}
