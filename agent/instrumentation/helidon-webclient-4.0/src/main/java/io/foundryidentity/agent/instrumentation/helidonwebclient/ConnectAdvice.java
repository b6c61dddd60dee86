package io.foundryidentity.agent.instrumentation.helidonwebclient;

import io.foundryidentity.agent.bootstrap.KnownSockets;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.webclient.api.ConnectionKey;
import java.net.Socket;
import net.bytebuddy.asm.Advice;

/**
 * Remembers the address that a connection was opened to, as an application may use it for a request
 * to another one; and without TLS also its socket. That is not done in {@code PlainSocket}, which
 * servers load too.
 */
final class ConnectAdvice {

  private ConnectAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void note(
      @Advice.FieldValue("socket") Socket socket,
      @Advice.FieldValue("helidonSocket") HelidonSocket connected,
      @Advice.FieldValue("connectionKey") ConnectionKey key) {
    KnownSockets.opened(connected, socket, key.host(), key.port());
  }
}
