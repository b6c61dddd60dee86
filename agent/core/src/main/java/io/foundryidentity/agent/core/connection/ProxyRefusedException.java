package io.foundryidentity.agent.core.connection;

import java.io.IOException;

/** A proxy did not let a connection through. */
public final class ProxyRefusedException extends IOException {

  private static final long serialVersionUID = 1L;

  private final int status;

  ProxyRefusedException(String proxy, int status) {
    super("the proxy " + proxy + " refused the connection with " + status);
    this.status = status;
  }

  /** The status that the proxy answered with. */
  public int status() {
    return status;
  }
}
