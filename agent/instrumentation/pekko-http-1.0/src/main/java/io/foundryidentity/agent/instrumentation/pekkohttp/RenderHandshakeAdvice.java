package io.foundryidentity.agent.instrumentation.pekkohttp;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import net.bytebuddy.asm.Advice;
import org.apache.pekko.http.impl.engine.rendering.RequestRenderingContext;
import org.apache.pekko.http.scaladsl.settings.ClientConnectionSettings;

/** Hands the note on to the Host header of a handshake and has its context made once more. */
final class RenderHandshakeAdvice {

  private RenderHandshakeAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void sign(
      @Advice.Argument(value = 0, readOnly = false) RequestRenderingContext handshake,
      @Advice.Argument(1) ClientConnectionSettings settings) {
    if (AuthorizationBridge.isSecure(settings)) {
      AuthorizationBridge.markSecure(handshake.hostHeader());
    } else if (AuthorizationBridge.isDirect(settings)) {
      AuthorizationBridge.markDirect(handshake.hostHeader());
    }
    // RequestRenderingContextAdvice is in this constructor, and knows the host from now on
    handshake =
        new RequestRenderingContext(
            handshake.request(), handshake.hostHeader(), handshake.sendEntityTrigger());
  }
}
