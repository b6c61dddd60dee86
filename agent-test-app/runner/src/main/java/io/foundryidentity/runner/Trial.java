package io.foundryidentity.runner;

import io.foundryidentity.simulator.Simulator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * One row of the matrix before it is run.
 *
 * @param company the JVM options that it is about
 * @param version the client's, or empty
 */
record Trial(Jvm jvm, Company company, String name, String version, Check check) {

  /** What came of it, and how long it took. */
  record Ended(Trial trial, Outcome outcome, Duration took) {}

  Ended run(Simulator simulator, Checkout checkout, Path agentJar)
      throws IOException, InterruptedException {
    Stage stage = new Stage(simulator, checkout, jvm, company.withBefore(Stages.SHORT_RUN));
    stage.clear();
    long start = System.nanoTime();
    Outcome outcome = check.on(stage, agentJar);
    return new Ended(this, outcome, Duration.ofNanos(System.nanoTime() - start));
  }
}
