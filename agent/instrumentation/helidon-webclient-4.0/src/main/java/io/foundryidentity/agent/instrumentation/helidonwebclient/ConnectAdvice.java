package io.foundryidentity.agent.instrumentation.helidonwebclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.webclient.api.ConnectionKey;
import net.bytebuddy.asm.Advice;

/**
 * Adds the port to what {@link TlsSocketAdvice} noted, where TLS verified the host that was asked
 * for: an application may use the connection for another port's request. A socket knows the port of
 * the proxy only.
 */
final class ConnectAdvice {

  private ConnectAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void note(
      @Advice.FieldValue("helidonSocket") HelidonSocket socket,
      @Advice.FieldValue("connectionKey") ConnectionKey key) {
    if (AuthorizationBridge.isSecure(socket, key.host())) {
      AuthorizationBridge.markSecure(socket, key.host() + ":" + key.port());
    }
  }
}
