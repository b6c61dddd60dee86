package io.foundryidentity.runner;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * One row of the matrix before it is run.
 *
 * @param options the JVM options that it is about
 * @param version the client's, or empty
 */
record Trial(Jvm jvm, List<String> options, String name, String version, Check check) {

  /** What came of it, and how long it took. */
  record Ended(Trial trial, Outcome outcome, Duration took) {}

  /** On a stage that nobody else uses meanwhile. */
  Ended run(Stage free, Path agentJar) throws IOException, InterruptedException {
    Stage stage = free.with(jvm);
    for (String option : options) {
      stage = stage.with(option);
    }
    stage.clear();
    long start = System.nanoTime();
    Outcome outcome = check.on(stage, agentJar);
    return new Ended(this, outcome, Duration.ofNanos(System.nanoTime() - start));
  }
}
