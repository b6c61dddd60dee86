package io.foundryidentity.agent.instrumentation.commonshttpclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import net.bytebuddy.asm.Advice;
import org.apache.commons.httpclient.HttpMethod;
import org.apache.commons.httpclient.methods.EntityEnclosingMethod;
import org.apache.commons.httpclient.methods.RequestEntity;

/**
 * Sends a refused request once more through the client's own loop for authentication.
 *
 * <p>That loop would fail the call if an entity cannot be repeated. Methods of other classes do not
 * show their bodies, so they are not sent again if they sent one.
 */
final class AuthenticationResponseAdvice {

  private AuthenticationResponseAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void retry(
      @Advice.Argument(0) HttpMethod method, @Advice.Return(readOnly = false) boolean again) {
    if (AuthorizationBridge.answered(method, method.getStatusCode())) {
      boolean first = !again;
      if (method instanceof EntityEnclosingMethod) {
        RequestEntity entity = ((EntityEnclosingMethod) method).getRequestEntity();
        first &= entity == null || entity.isRepeatable();
      } else {
        first &=
            method.getRequestHeader("Content-Length") == null
                && method.getRequestHeader("Transfer-Encoding") == null;
      }
      // Reported in any case: the next request needs another token
      if (AuthorizationBridge.retry(method, first) && first) {
        AuthorizationBridge.markRetry(method);
        again = true;
      }
    }
  }
}
