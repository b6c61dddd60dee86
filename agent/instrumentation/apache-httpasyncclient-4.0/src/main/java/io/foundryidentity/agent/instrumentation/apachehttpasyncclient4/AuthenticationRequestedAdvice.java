package io.foundryidentity.agent.instrumentation.apachehttpasyncclient4;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import net.bytebuddy.asm.Advice;
import org.apache.http.HttpClientConnection;
import org.apache.http.HttpResponse;
import org.apache.http.protocol.HttpContext;

/**
 * Tells of an answer that is good, and of a 403, in the question that the client asks about every
 * answer.
 *
 * <p>The blocking client asks it too, which has a module of its own.
 */
final class AuthenticationRequestedAdvice {

  private AuthenticationRequestedAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void tell(
      @Advice.Argument(1) HttpResponse response, @Advice.Argument(4) HttpContext context) {
    int status = response.getStatusLine().getStatusCode();
    if ((status / 100 == 2 || status == 403)
        && !(context.getAttribute("http.connection") instanceof HttpClientConnection)) {
      Object sent = context.getAttribute("http.request");
      if (sent != null && status == 403) {
        AuthorizationBridge.forbidden(sent);
      } else if (sent != null) {
        AuthorizationBridge.answered(sent);
      }
    }
  }
}
