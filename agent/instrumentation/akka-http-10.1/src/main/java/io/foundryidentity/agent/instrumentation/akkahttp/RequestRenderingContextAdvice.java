package io.foundryidentity.agent.instrumentation.akkahttp;

import akka.http.scaladsl.model.HttpMethod;
import akka.http.scaladsl.model.HttpRequest;
import akka.http.scaladsl.model.headers.Host;
import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.HeldCall;
import io.foundryidentity.agent.bootstrap.KnownPeers;
import io.foundryidentity.agent.bootstrap.Peer;
import net.bytebuddy.asm.Advice;

/**
 * Gives a request to a target's host a method object of its own, equal to the first one.
 *
 * <p>The host is the connection's. The parser of the response gets only the method of the request:
 * by it {@link ParseEntityAdvice} finds what was answered, and {@link RenderAdvice} the host.
 */
final class RequestRenderingContextAdvice {

  private RequestRenderingContextAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void setApart(
      @Advice.Argument(value = 0, readOnly = false) HttpRequest request,
      @Advice.Argument(1) Host connection) {
    Peer peer = KnownPeers.of(connection);
    if (peer != null
        && (AuthorizationBridge.isTargetHost(peer.host())
            || peer.host().indexOf(':') >= 0)) { // An IPv6 literal, in one of its many spellings
      HttpMethod applications = request.method();
      HttpMethod method =
          applications.copy(
              applications.value(),
              applications.isSafe(),
              applications.isIdempotent(),
              applications.requestEntityAcceptance());
      if (HeldCall.wasHeld(applications)) {
        AuthorizationBridge.holdOnce(method); // Not again, after DispatchAdvice
      }
      KnownPeers.note(method, peer);
      request = request.withMethod(method);
    }
  }
}
