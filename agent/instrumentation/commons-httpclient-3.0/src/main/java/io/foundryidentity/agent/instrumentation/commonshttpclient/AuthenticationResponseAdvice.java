package io.foundryidentity.agent.instrumentation.commonshttpclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import net.bytebuddy.asm.Advice;
import org.apache.commons.httpclient.HttpConnection;
import org.apache.commons.httpclient.HttpMethod;
import org.apache.commons.httpclient.methods.EntityEnclosingMethod;
import org.apache.commons.httpclient.methods.RequestEntity;

/**
 * Sends a refused request once more through the client's own loop for authentication.
 *
 * <p>That loop would fail the call on an entity that cannot be repeated. Other methods do not tell
 * about their bodies: those that sent one are left out.
 */
final class AuthenticationResponseAdvice {

  private AuthenticationResponseAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void retry(
      @Advice.FieldValue("conn") HttpConnection connection,
      @Advice.Argument(0) HttpMethod method,
      @Advice.Return(readOnly = false) boolean again) {
    if (method.getStatusCode() == 401) {
      boolean first = !again;
      if (method instanceof EntityEnclosingMethod) {
        RequestEntity entity = ((EntityEnclosingMethod) method).getRequestEntity();
        first &= entity == null || entity.isRepeatable();
      } else {
        first &=
            method.getRequestHeader("Content-Length") == null
                && method.getRequestHeader("Transfer-Encoding") == null;
      }
      // The refusal is told in any case: the next request needs a better token
      if (AuthorizationBridge.retry(
              method,
              connection.isSecure() ? "https" : "http",
              connection.getHost(),
              connection.getPort(),
              method.getPath(),
              first)
          && first) {
        AuthorizationBridge.markRetry(method);
        again = true;
      }
    }
  }
}
