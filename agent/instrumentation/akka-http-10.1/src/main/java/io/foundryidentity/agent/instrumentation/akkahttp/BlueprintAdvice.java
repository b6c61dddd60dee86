package io.foundryidentity.agent.instrumentation.akkahttp;

import akka.http.scaladsl.model.headers.Host;
import akka.http.scaladsl.settings.ClientConnectionSettings;
import io.foundryidentity.agent.bootstrap.KnownPeers;
import net.bytebuddy.asm.Advice;

/**
 * Copies the note to the Host header that was made of the connection's own host and port: {@link
 * RequestRenderingContextAdvice} sees nothing else of the connection.
 */
final class BlueprintAdvice {

  private BlueprintAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void handOn(
      @Advice.Argument(0) Host connection, @Advice.Argument(1) ClientConnectionSettings settings) {
    KnownPeers.handOn(settings, connection);
  }
}
