package io.foundryidentity.agent.instrumentation.support;

/** A client's class is not as its instrumentation knows it: an unknown version. */
final class UnexpectedShapeException extends Exception {

  private static final long serialVersionUID = 1L;

  UnexpectedShapeException(String message) {
    super(message);
  }
}
