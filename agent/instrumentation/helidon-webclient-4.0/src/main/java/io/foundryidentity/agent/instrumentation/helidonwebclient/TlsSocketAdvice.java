package io.foundryidentity.agent.instrumentation.helidonwebclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.helidon.common.socket.TlsSocket;
import javax.net.ssl.SSLSocket;
import net.bytebuddy.asm.Advice;

/**
 * Notes after the handshake whom TLS verified.
 *
 * <p>That need not be the host of the URI: Helidon asks for the name that its resolver's address
 * has, which for an address without one is what a reverse look-up says. And an application may hand
 * a request a connection to anybody.
 */
final class TlsSocketAdvice {

  private TlsSocketAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void note(@Advice.Argument(0) SSLSocket socket, @Advice.Return TlsSocket connected) {
    AuthorizationBridge.markSecure(connected, socket.getSession().getPeerHost());
  }
}
