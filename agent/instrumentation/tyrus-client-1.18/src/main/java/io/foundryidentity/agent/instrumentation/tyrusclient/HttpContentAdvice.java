package io.foundryidentity.agent.instrumentation.tyrusclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.KnownPeers;
import net.bytebuddy.asm.Advice;

/**
 * Hands the engine over to {@link EncodeAdvice}: the client writes the request on this thread. A
 * proxy's CONNECT is made elsewhere.
 */
final class HttpContentAdvice {

  private HttpContentAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void begin(@Advice.FieldValue("engine") Object engine) {
    if (KnownPeers.of(engine) != null) {
      AuthorizationBridge.handOver(SendRequestAdvice.ENGINE, engine);
    }
  }
}
