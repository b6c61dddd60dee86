package io.foundryidentity.agent.instrumentation.apachehttpclient4;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import net.bytebuddy.asm.Advice;
import org.apache.http.HttpEntity;
import org.apache.http.HttpEntityEnclosingRequest;
import org.apache.http.HttpRequest;
import org.apache.http.HttpResponse;
import org.apache.http.protocol.HttpContext;

/**
 * Sends a refused request once more, as the client does for credentials of its own.
 *
 * <p>A request whose body was read and cannot be read again keeps its 401, as the client would fail
 * the call.
 */
final class NeedAuthenticationAdvice {

  private NeedAuthenticationAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void retry(
      @Advice.Argument(3) HttpResponse response,
      @Advice.Argument(4) HttpContext context,
      @Advice.Return(readOnly = false) boolean again) {
    Object sent = context.getAttribute("http.request");
    if (sent instanceof HttpRequest
        && AuthorizationBridge.answered(sent, response.getStatusLine().getStatusCode())) {
      HttpEntity body =
          sent instanceof HttpEntityEnclosingRequest
              ? ((HttpEntityEnclosingRequest) sent).getEntity()
              : null;
      boolean repeatable = !again && (body == null || body.isRepeatable());
      // Reported in any case: the next request needs another token
      if (AuthorizationBridge.retry(sent, repeatable) && repeatable) {
        AuthorizationBridge.markRetry(sent);
        again = true;
      }
    }
  }
}
