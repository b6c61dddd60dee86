package io.foundryidentity.agent.instrumentation.ktorclient;

import io.foundryidentity.agent.bootstrap.KnownPeers;
import net.bytebuddy.asm.Advice;

/** Takes the certificate over from the handshake to the socket that is made of it. */
final class TlsSocketAdvice {

  private TlsSocketAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void handOn(
      @Advice.This Object socket,
      @Advice.Argument(0) Object handshakeOrInput,
      @Advice.Argument(1) Object socketOrOutput) {
    KnownPeers.handOn(handshakeOrInput, socket);
    KnownPeers.handOn(socketOrOutput, socket);
  }
}
