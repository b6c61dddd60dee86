package io.foundryidentity.agent.instrumentation.grizzlyhttpclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.KnownPeers;
import io.foundryidentity.agent.bootstrap.RenderedHead;
import net.bytebuddy.asm.Advice;
import org.glassfish.grizzly.http.HttpContext;
import org.glassfish.grizzly.http.HttpHeader;
import org.glassfish.grizzly.http.HttpResponsePacket;

/**
 * Reports a refusal, so that the next request has another token. The client sends a request again
 * after a 401 only for credentials that the application gave it.
 */
final class AnsweredAdvice {

  private AnsweredAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void answered(@Advice.Argument(0) HttpHeader response) {
    HttpContext exchange = response.getProcessingState().getHttpContext();
    if (exchange == null
        || KnownPeers.of(exchange) == null
        || !(response instanceof HttpResponsePacket)) {
      return;
    }
    int status = ((HttpResponsePacket) response).getStatus();
    if (status > 100) { // After a 100 comes another one
      RenderedHead.answered(exchange);
      if (AuthorizationBridge.answered(exchange, status)) {
        AuthorizationBridge.refused(exchange);
      }
    }
  }
}
