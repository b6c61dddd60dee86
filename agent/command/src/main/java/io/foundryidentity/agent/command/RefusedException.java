package io.foundryidentity.agent.command;

/** Another JVM cannot be reached; the message tells the operator why, and what to do. */
final class RefusedException extends Exception {

  private static final long serialVersionUID = 1L;

  RefusedException(String message) {
    super(message);
  }
}
