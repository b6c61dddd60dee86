package io.foundryidentity.agent.instrumentation.akkahttp;

import akka.http.impl.engine.rendering.RequestRenderingContext;
import akka.http.scaladsl.settings.ClientConnectionSettings;
import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.HeldCall;
import io.foundryidentity.agent.bootstrap.KnownPeers;
import net.bytebuddy.asm.Advice;

/** Copies the note to the Host header of a handshake, and creates the handshake's context again. */
final class RenderHandshakeAdvice {

  private RenderHandshakeAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void handOn(
      @Advice.Argument(value = 0, readOnly = false) RequestRenderingContext handshake,
      @Advice.Argument(1) ClientConnectionSettings settings) {
    KnownPeers.handOn(settings, handshake.hostHeader());
    if (HeldCall.wasHeld(settings)) {
      AuthorizationBridge.holdOnce(handshake.hostHeader());
    }
    // RequestRenderingContextAdvice is in this constructor, and now finds the host
    handshake =
        new RequestRenderingContext(
            handshake.request(), handshake.hostHeader(), handshake.sendEntityTrigger());
  }
}
