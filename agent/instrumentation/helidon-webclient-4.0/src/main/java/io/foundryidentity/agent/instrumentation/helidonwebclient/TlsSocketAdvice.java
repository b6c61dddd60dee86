package io.foundryidentity.agent.instrumentation.helidonwebclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.helidon.common.socket.TlsSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLSocket;
import net.bytebuddy.asm.Advice;

/**
 * Notes after the handshake whom TLS verified.
 *
 * <p>That need not be the host of the URI: Helidon asks for the name that its resolver's address
 * has, which for an address without one is what a reverse look-up says. Where TLS asks for a server
 * of another name, the JDK takes either. And an application may hand a request a connection to
 * anybody.
 */
final class TlsSocketAdvice {

  private TlsSocketAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void note(@Advice.Argument(0) SSLSocket socket, @Advice.Return TlsSocket connected) {
    String peer = socket.getSession().getPeerHost();
    List<SNIServerName> names = socket.getSSLParameters().getServerNames();
    if (names == null
        || names.isEmpty()
        || new String(names.get(0).getEncoded(), StandardCharsets.US_ASCII)
            .equalsIgnoreCase(peer)) {
      AuthorizationBridge.markSecure(connected, peer);
    }
  }
}
