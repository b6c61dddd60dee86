package io.foundryidentity.runner.matrix;

import io.foundryidentity.runner.checks.Check;
import io.foundryidentity.runner.checks.Outcome;
import io.foundryidentity.runner.process.Jvm;
import io.foundryidentity.runner.testbed.TestBed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * One row of the matrix, to be run.
 *
 * @param options the JVM options that it tests
 * @param version the client's, or empty
 */
record MatrixRow(Jvm jvm, List<String> options, String name, String version, Check check) {

  /** Its result, and how long it took. */
  record Finished(MatrixRow row, Outcome outcome, Duration took) {}

  /** Runs it on a test bed that no other run uses at the same time. */
  Finished run(TestBed free, Path agentJar) throws IOException, InterruptedException {
    TestBed testBed = free.with(jvm);
    for (String option : options) {
      testBed = testBed.with(option);
    }
    testBed.clear();
    long start = System.nanoTime();
    Outcome outcome = check.run(testBed, agentJar);
    return new Finished(this, outcome, Duration.ofNanos(System.nanoTime() - start));
  }
}
