package io.foundryidentity.agent.instrumentation.support;

/** A client's class does not have the shape that its instrumentation expects: unknown version. */
public final class UnexpectedShapeException extends Exception {

  private static final long serialVersionUID = 1L;

  UnexpectedShapeException(String message) {
    super(message);
  }
}
