package io.foundryidentity.agent.bootstrap;

import java.net.ProtocolException;

/**
 * What a request ends with where no token is to be had and {@code on-failure=fail}.
 *
 * <p>In the bootstrap loader, because the application that catches, logs or serialises it must be
 * able to load its class. A {@link ProtocolException}, because that is the I/O failure which
 * clients do not repeat by themselves: OkHttp 3 before 3.14 tries any other one again, over HTTP/2
 * for ever.
 */
public final class FailurePolicyException extends ProtocolException {

  private static final long serialVersionUID = 1L;

  /** The message says why there is no token; it never holds one. */
  public FailurePolicyException(String message) {
    super(message);
  }
}
