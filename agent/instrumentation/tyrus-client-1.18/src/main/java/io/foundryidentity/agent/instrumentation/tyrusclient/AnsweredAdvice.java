package io.foundryidentity.agent.instrumentation.tyrusclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.KnownPeers;
import io.foundryidentity.agent.bootstrap.RenderedHead;
import net.bytebuddy.asm.Advice;
import org.glassfish.tyrus.spi.UpgradeResponse;
import org.jspecify.annotations.Nullable;

/**
 * Reports a refusal, so that the next handshake has another token. The client makes another one by
 * itself only for credentials that the application gave it.
 */
final class AnsweredAdvice {

  private AnsweredAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void answered(
      @Advice.This Object engine, @Advice.Argument(0) @Nullable UpgradeResponse response) {
    if (response != null && KnownPeers.of(engine) != null) {
      RenderedHead.answered(engine);
      if (AuthorizationBridge.answered(engine, response.getStatus())) {
        AuthorizationBridge.refused(engine);
      }
    }
  }
}
