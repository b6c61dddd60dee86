package io.foundryidentity.agent.instrumentation.apachehttpasyncclient4;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import net.bytebuddy.asm.Advice;
import org.apache.http.HttpClientConnection;
import org.apache.http.HttpEntity;
import org.apache.http.HttpEntityEnclosingRequest;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.HttpResponse;
import org.apache.http.conn.routing.HttpRoute;
import org.apache.http.protocol.HttpContext;

/**
 * Sends a refused request once more, as the client does for credentials of its own.
 *
 * <p>The classic client asks here too, but decides elsewhere; its connections tell it apart. What
 * the context says of the route serves to find the refused token, not to send one.
 */
final class HandleAuthChallengeAdvice {

  private HandleAuthChallengeAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void retry(
      @Advice.Argument(1) HttpResponse response,
      @Advice.Argument(4) HttpContext context,
      @Advice.Return(readOnly = false) boolean again) {
    Object sent = context.getAttribute("http.request");
    Object route = context.getAttribute("http.route");
    if (response.getStatusLine().getStatusCode() == 401
        && sent instanceof HttpRequest
        && route instanceof HttpRoute
        && !(context.getAttribute("http.connection") instanceof HttpClientConnection)) {
      HttpEntity body =
          sent instanceof HttpEntityEnclosingRequest
              ? ((HttpEntityEnclosingRequest) sent).getEntity()
              : null;
      boolean repeatable = !again && (body == null || body.isRepeatable());
      HttpHost target = ((HttpRoute) route).getTargetHost();
      // The refusal is told in any case: the next request needs a better token
      if (AuthorizationBridge.retry(
              sent,
              target.getSchemeName(),
              target.getHostName(),
              target.getPort(),
              ((HttpRequest) sent).getRequestLine().getUri(),
              false)
          && repeatable) {
        AuthorizationBridge.markRetry(sent);
        again = true;
      }
    }
  }
}
