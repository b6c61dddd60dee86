package io.foundryidentity.agent.core.token;

import org.jspecify.annotations.Nullable;

/** No token was to be had; the message says why in words fit for a log line, without a secret. */
public final class TokenSourceException extends Exception {

  private static final long serialVersionUID = 1L;

  public TokenSourceException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
