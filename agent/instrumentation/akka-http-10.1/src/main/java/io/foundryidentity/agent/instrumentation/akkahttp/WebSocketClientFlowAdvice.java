package io.foundryidentity.agent.instrumentation.akkahttp;

import akka.http.scaladsl.model.ws.WebSocketRequest;
import akka.http.scaladsl.settings.ClientConnectionSettings;
import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.HeldStream;
import io.foundryidentity.agent.bootstrap.KnownPeers;
import io.foundryidentity.agent.bootstrap.Peer;
import io.foundryidentity.agent.bootstrap.TargetedRequest;
import net.bytebuddy.asm.Advice;

/**
 * {@link OutgoingConnectionAdvice} for a WebSocket, where the scheme says whether there is TLS.
 *
 * <p>If the first token is being fetched, {@link WebSocketClientLayerAdvice} holds back what the
 * flow sends; the handshake's bytes are rendered now.
 */
final class WebSocketClientFlowAdvice {

  private WebSocketClientFlowAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void note(
      @Advice.Argument(0) WebSocketRequest request,
      @Advice.Argument(value = 3, readOnly = false) ClientConnectionSettings settings) {
    ClientConnectionSettings own = settings.withTransport(settings.transport());
    String host = request.uri().authority().host().address();
    int port = request.uri().effectivePort();
    Peer peer =
        request.uri().scheme().equals("wss") ? Peer.overTls(host, port) : Peer.direct(host, port);
    KnownPeers.note(own, peer);
    settings = own;
    TargetedRequest target =
        AuthorizationBridge.find(peer.scheme(), host, port, request.uri().path().toString());
    HeldStream held = target == null ? null : HeldStream.of(target, own);
    if (held != null) {
      AuthorizationBridge.handOver(own, held);
    }
  }
}
