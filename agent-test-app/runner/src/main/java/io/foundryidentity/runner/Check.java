package io.foundryidentity.runner;

import java.io.IOException;
import java.nio.file.Path;

/** What one row of the matrix tries on one Java. */
interface Check {

  /** Runs on servers that nobody else uses meanwhile. */
  Outcome on(Stage stage, Path agentJar) throws IOException, InterruptedException;

  /** A case whose every call must be answered. */
  static Check answersOf(ClientCase client) {
    return (stage, agentJar) -> Outcome.ofAnswers(stage, stage.run(client, agentJar));
  }
}
