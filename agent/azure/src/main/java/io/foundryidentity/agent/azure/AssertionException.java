package io.foundryidentity.agent.azure;

import org.jspecify.annotations.Nullable;

/** A source of assertions answered without one that can be used; the message can be logged. */
final class AssertionException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final @Nullable String code;

  /**
   * @param status the HTTP status of the answer
   * @param code the service's own code, or null
   * @param message without any part of the answer
   */
  AssertionException(int status, @Nullable String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  int status() {
    return status;
  }

  @Nullable String code() {
    return code;
  }
}
