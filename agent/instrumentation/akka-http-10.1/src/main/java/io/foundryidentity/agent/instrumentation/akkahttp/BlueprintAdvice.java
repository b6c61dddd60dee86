package io.foundryidentity.agent.instrumentation.akkahttp;

import akka.http.scaladsl.model.headers.Host;
import akka.http.scaladsl.settings.ClientConnectionSettings;
import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import net.bytebuddy.asm.Advice;

/**
 * Hands the note on to the Host header that was made of the connection's own host and port: it is
 * all that {@link RequestRenderingContextAdvice} gets to see.
 */
final class BlueprintAdvice {

  private BlueprintAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void handOn(
      @Advice.Argument(0) Host connection, @Advice.Argument(1) ClientConnectionSettings settings) {
    if (AuthorizationBridge.isSecure(settings)) {
      AuthorizationBridge.markSecure(connection);
    } else if (AuthorizationBridge.isDirect(settings)) {
      AuthorizationBridge.markDirect(connection);
    }
  }
}
