package io.foundryidentity.agent.instrumentation.helidonwebclient;

import io.foundryidentity.agent.bootstrap.KnownSockets;
import javax.net.ssl.SSLSocket;
import net.bytebuddy.asm.Advice;

/**
 * Remembers the socket below each of the client's connections over TLS, after its handshake: the
 * connection does not show it, and each request is proven by it.
 */
final class TlsSocketAdvice {

  private TlsSocketAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void note(@Advice.Argument(0) SSLSocket socket, @Advice.Return Object connected) {
    KnownSockets.note(connected, socket);
  }
}
