package io.foundryidentity.agent.instrumentation.apachehttpasyncclient4;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import net.bytebuddy.asm.Advice;
import org.apache.http.HttpClientConnection;
import org.apache.http.HttpEntity;
import org.apache.http.HttpEntityEnclosingRequest;
import org.apache.http.HttpRequest;
import org.apache.http.HttpResponse;
import org.apache.http.conn.routing.HttpRoute;
import org.apache.http.protocol.HttpContext;

/**
 * Sends a refused request once more, as the client does for credentials of its own.
 *
 * <p>The classic client calls this method too, but decides elsewhere; its class of connections
 * tells it apart. The route in the context is used only to find the refused token, not to send one.
 */
final class HandleAuthChallengeAdvice {

  private HandleAuthChallengeAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void retry(
      @Advice.Argument(1) HttpResponse response,
      @Advice.Argument(4) HttpContext context,
      @Advice.Return(readOnly = false) boolean again) {
    Object sent = context.getAttribute("http.request");
    if (response.getStatusLine().getStatusCode() == 401
        && sent instanceof HttpRequest
        && context.getAttribute("http.route") instanceof HttpRoute
        && !(context.getAttribute("http.connection") instanceof HttpClientConnection)) {
      HttpEntity body =
          sent instanceof HttpEntityEnclosingRequest
              ? ((HttpEntityEnclosingRequest) sent).getEntity()
              : null;
      boolean repeatable = !again && (body == null || body.isRepeatable());
      // Reported in any case: the next request needs another token
      if (AuthorizationBridge.retry(sent, false) && repeatable) {
        AuthorizationBridge.markRetry(sent);
        again = true;
      }
    }
  }
}
