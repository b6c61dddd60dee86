package io.foundryidentity.agent.instrumentation.support;

import org.jspecify.annotations.Nullable;

/** Ways to a target over a gateway of this JVM, for programs that cannot ask for tokens. */
public interface LoopbackRoutes {

  /**
   * A way of its own for one user of it.
   *
   * @param port -1 for the scheme's own
   * @return null where there can be none
   */
  @Nullable LoopbackRoute open(String scheme, String host, int port);
}
