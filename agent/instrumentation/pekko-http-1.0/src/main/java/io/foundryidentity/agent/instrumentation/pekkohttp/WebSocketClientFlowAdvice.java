package io.foundryidentity.agent.instrumentation.pekkohttp;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import net.bytebuddy.asm.Advice;
import org.apache.pekko.http.scaladsl.ClientTransport$;
import org.apache.pekko.http.scaladsl.model.ws.WebSocketRequest;
import org.apache.pekko.http.scaladsl.settings.ClientConnectionSettings;

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
