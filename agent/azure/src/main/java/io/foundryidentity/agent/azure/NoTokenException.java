package io.foundryidentity.agent.azure;

/** Why no credential answered, in words already fit for a log. */
final class NoTokenException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NoTokenException(String message) {
    super(message);
  }
}
