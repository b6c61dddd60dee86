package io.foundryidentity.agent.instrumentation.apachehttpclient4;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import net.bytebuddy.asm.Advice;
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
 * <p>A body that was read and cannot be read again stays with its 401: the client would fail the
 * call.
 */
final class NeedAuthenticationAdvice {

  private NeedAuthenticationAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void retry(
      @Advice.Argument(2) HttpRoute route,
      @Advice.Argument(3) HttpResponse response,
      @Advice.Argument(4) HttpContext context,
      @Advice.Return(readOnly = false) boolean again) {
    Object sent = context.getAttribute("http.request");
    if (response.getStatusLine().getStatusCode() / 100 == 2 && sent != null) {
      AuthorizationBridge.answered(sent);
    }
    if (response.getStatusLine().getStatusCode() == 403 && sent != null) {
      AuthorizationBridge.forbidden(sent);
    }
    if (response.getStatusLine().getStatusCode() == 401 && sent instanceof HttpRequest) {
      HttpEntity body =
          sent instanceof HttpEntityEnclosingRequest
              ? ((HttpEntityEnclosingRequest) sent).getEntity()
              : null;
      boolean repeatable = !again && (body == null || body.isRepeatable());
      HttpHost target = route.getTargetHost();
      // The refusal is told in any case: the next request needs a better token
      if (AuthorizationBridge.retry(
              sent,
              target.getSchemeName(),
              target.getHostName(),
              target.getPort(),
              ((HttpRequest) sent).getRequestLine().getUri(),
              repeatable)
          && repeatable) {
        AuthorizationBridge.markRetry(sent);
        again = true;
      }
    }
  }
}
