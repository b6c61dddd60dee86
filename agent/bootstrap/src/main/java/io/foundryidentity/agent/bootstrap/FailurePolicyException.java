package io.foundryidentity.agent.bootstrap;

import java.net.ProtocolException;

/**
 * Ends a request if no token is available and {@code on-failure=fail}, and a request whose call
 * ended while it waited for its token.
 *
 * <p>In the bootstrap loader, because the application that catches, logs or serialises it must be
 * able to load its class. A {@link ProtocolException}, because clients do not retry this kind of
 * I/O failure by themselves: OkHttp 3 before 3.14 retries any other kind, over HTTP/2 for ever.
 */
public final class FailurePolicyException extends ProtocolException {

  private static final long serialVersionUID = 1L;

  /** The message says why the request ends; it never holds a token. */
  public FailurePolicyException(String message) {
    super(message);
  }
}
