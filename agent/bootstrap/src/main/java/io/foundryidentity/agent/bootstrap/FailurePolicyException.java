package io.foundryidentity.agent.bootstrap;

import java.io.IOException;

/**
 * What a request ends with where no token is to be had and {@code on-failure=fail}.
 *
 * <p>In the bootstrap loader, because the application that catches, logs or serialises it must be
 * able to load its class.
 */
public final class FailurePolicyException extends IOException {

  private static final long serialVersionUID = 1L;

  /** The message says why there is no token; it never holds one. */
  public FailurePolicyException(String message) {
    super(message);
  }
}
