package io.foundryidentity.agent.runtime;

import io.foundryidentity.agent.bootstrap.CliBridge;
import io.foundryidentity.agent.bootstrap.RequestTargets;
import io.foundryidentity.agent.instrumentation.copilotsdk.CopilotCalls;
import io.foundryidentity.agent.instrumentation.support.GatewayRoutes;
import java.util.concurrent.Executor;

/**
 * Installs what gives Copilot sessions their tokens.
 *
 * <p>This is not in {@link Wiring}: when the JVM verifies a class it can load the types that its
 * methods use, and these need Java 17.
 */
final class CopilotSessions {

  private CopilotSessions() {}

  static void install(RequestTargets targets, GatewayRoutes gateway, Executor threads) {
    CliBridge.install(new CopilotCalls(targets, gateway, threads));
  }
}
