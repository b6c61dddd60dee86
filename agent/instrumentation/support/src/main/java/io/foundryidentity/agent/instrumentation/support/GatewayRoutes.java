package io.foundryidentity.agent.instrumentation.support;

import org.jspecify.annotations.Nullable;

/** Opens routes over the gateway of this JVM, for programs that cannot get tokens themselves. */
public interface GatewayRoutes {

  /**
   * Opens a route for one program, with a secret of its own.
   *
   * @param port -1 for the scheme's own
   * @return null if the gateway is not available
   */
  @Nullable GatewayRoute open(String scheme, String host, int port);
}
