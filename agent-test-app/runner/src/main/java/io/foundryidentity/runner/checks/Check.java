package io.foundryidentity.runner.checks;

import io.foundryidentity.runner.cases.ClientCase;
import io.foundryidentity.runner.testbed.TestBed;
import java.io.IOException;
import java.nio.file.Path;

/** What one row of the matrix checks on one Java. */
public interface Check {

  /** Runs on servers that no other run uses at the same time. */
  Outcome run(TestBed testBed, Path agentJar) throws IOException, InterruptedException;

  /** Checks that every call of a case is answered. */
  static Check answersOf(ClientCase client) {
    return (testBed, agentJar) -> Outcome.ofAnswers(testBed, testBed.run(client, agentJar));
  }
}
