package io.foundryidentity.agent.core.token;

import org.jspecify.annotations.Nullable;

/** No token is available; the message says why, can be logged, and contains no secret. */
public final class TokenSourceException extends Exception {

  private static final long serialVersionUID = 1L;

  public TokenSourceException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
