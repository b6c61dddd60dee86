package io.foundryidentity.agent.core.connection;

import java.io.IOException;

/** No connection could be opened, so nothing was sent. */
public final class NotConnectedException extends IOException {

  private static final long serialVersionUID = 1L;

  NotConnectedException(String message, IOException cause) {
    super(message, cause);
  }
}
