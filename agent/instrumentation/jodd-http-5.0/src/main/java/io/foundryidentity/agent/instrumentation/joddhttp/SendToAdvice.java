package io.foundryidentity.agent.instrumentation.joddhttp;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.KnownPeers;
import io.foundryidentity.agent.bootstrap.Peer;
import io.foundryidentity.agent.bootstrap.TargetedRequest;
import java.io.IOException;
import java.net.Socket;
import jodd.http.HttpBase;
import jodd.http.HttpConnection;
import jodd.http.HttpRequest;
import jodd.http.net.SocketHttpConnection;
import net.bytebuddy.asm.Advice;

/**
 * Gets the token for what {@code send} is about to write, if the connection leads to the target.
 *
 * <p>The connection's own socket says where that is: a kept-alive connection stays the same when a
 * redirect has changed the request's address. A certificate names no port, so that of the
 * connection is compared too. What the application writes by this method to a stream of its own has
 * no token.
 */
final class SendToAdvice {

  private SendToAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void authorize(@Advice.This HttpBase<?> message) throws IOException {
    if (AuthorizationBridge.take(message) == null) {
      return;
    }
    HttpRequest request = (HttpRequest) message;
    int port = request.port();
    TargetedRequest target =
        AuthorizationBridge.find(request.protocol(), request.host(), port, request.path());
    if (target == null) {
      return;
    }
    HttpConnection connection = request.connection();
    Socket socket =
        connection instanceof SocketHttpConnection
            ? ((SocketHttpConnection) connection).getSocket()
            : null;
    Peer opened = connection == null ? null : KnownPeers.of(connection);
    if (opened == Peer.NOBODY) {
      target.unproven("trustAllCerts lets this connection take any certificate");
    } else if (socket != null && port != (opened == null ? socket.getPort() : opened.port())) {
      target.unproven("the connection was opened to another port");
    } else if (target.isProvenBy(socket)) {
      String authorization = target.authorize(request, request.header("Authorization"), true);
      if (authorization != null) {
        AuthorizationBridge.handOver(request, authorization);
      }
    }
  }
}
