package io.foundryidentity.agent.runtime;

import io.foundryidentity.agent.core.output.SafeText;

/** The isolated side's only way to the JVM's standard error. */
final class StandardError {

  private StandardError() {}

  /** Prints one line of the agent: without secrets. */
  static void line(String text) {
    print("foundry-identity: " + SafeText.line(text) + System.lineSeparator());
  }

  /**
   * @param safe whole lines
   */
  static void print(String safe) {
    System.err.print(safe);
  }
}
