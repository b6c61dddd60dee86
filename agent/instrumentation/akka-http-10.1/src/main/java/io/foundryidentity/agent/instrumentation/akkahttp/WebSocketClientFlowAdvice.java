package io.foundryidentity.agent.instrumentation.akkahttp;

import akka.http.scaladsl.ClientTransport$;
import akka.http.scaladsl.model.ws.WebSocketRequest;
import akka.http.scaladsl.settings.ClientConnectionSettings;
import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import net.bytebuddy.asm.Advice;

/** {@link OutgoingConnectionAdvice} for a WebSocket, where the scheme says whether there is TLS. */
final class WebSocketClientFlowAdvice {

  private WebSocketClientFlowAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void note(
      @Advice.Argument(0) WebSocketRequest request,
      @Advice.Argument(value = 3, readOnly = false) ClientConnectionSettings settings) {
    ClientConnectionSettings own = settings.withTransport(settings.transport());
    if (request.uri().scheme().equals("wss")) {
      AuthorizationBridge.markSecure(own);
    } else if (own.transport() == ClientTransport$.MODULE$.TCP()) {
      AuthorizationBridge.markDirect(own);
    }
    settings = own;
  }
}
