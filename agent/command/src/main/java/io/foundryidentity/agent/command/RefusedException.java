package io.foundryidentity.agent.command;

/** Another JVM cannot be talked to; its message says why, and what to do, to the operator. */
final class RefusedException extends Exception {

  private static final long serialVersionUID = 1L;

  RefusedException(String message) {
    super(message);
  }
}
