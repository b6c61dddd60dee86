package io.foundryidentity.agent.runtime;

import io.foundryidentity.agent.bootstrap.CliBridge;
import io.foundryidentity.agent.bootstrap.RequestAuthorizer;
import io.foundryidentity.agent.instrumentation.copilotsdk.CopilotCalls;
import io.foundryidentity.agent.instrumentation.support.LoopbackRoutes;
import java.util.concurrent.Executor;

/**
 * Puts together what signs Copilot sessions in.
 *
 * <p>Apart from {@link Wiring}, for the JVM reads the types of what a method hands on when it first
 * loads the method's class, and these are for Java 17 and later.
 */
final class CopilotSessions {

  private CopilotSessions() {}

  static void install(RequestAuthorizer authorizer, LoopbackRoutes gateway, Executor threads) {
    CliBridge.install(new CopilotCalls(authorizer, gateway, threads));
  }
}
