package io.foundryidentity.agent.azure;

/** No credential gave a token; the message can be logged. */
final class NoTokenException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NoTokenException(String message) {
    super(message);
  }
}
