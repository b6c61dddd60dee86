package io.foundryidentity.benchmark.scale;

import io.foundryidentity.agent.core.token.Pacing;
import java.util.SplittableRandom;

/** The rules about time that all JVMs of a simulation have. */
enum Variant {
  AGENT("this agent", false, -1),
  /** azure-identity's pauses, and the cache knows nothing of Retry-After. */
  LIBRARY("azure-identity's pauses", true, -1),
  NO_JITTER("no jitter", false, 0),
  TENTH("10 %", false, 0.1),
  HALF("50 %", false, 0.5);

  private final String words;
  private final boolean ofLibrary;
  private final double jitter;

  Variant(String words, boolean ofLibrary, double jitter) {
    this.words = words;
    this.ofLibrary = ofLibrary;
    this.jitter = jitter;
  }

  String words() {
    return words;
  }

  FetchRules fetchRules(boolean imds, SplittableRandom random) {
    return ofLibrary ? FetchRules.ofLibrary(imds) : FetchRules.ofAgent(imds, random::nextDouble);
  }

  Pacing pacing(SplittableRandom random) {
    return jitter < 0 ? new Pacing(random::nextDouble) : new Pacing(random::nextDouble, jitter);
  }
}
