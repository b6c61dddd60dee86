package io.foundryidentity.agent.instrumentation.commonshttpclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import net.bytebuddy.asm.Advice;
import org.apache.commons.httpclient.HttpConnection;
import org.apache.commons.httpclient.HttpMethod;

/** Tells a refusal where the application does authentication itself: its next call heals. */
final class AuthenticationNeededAdvice {

  private AuthenticationNeededAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void tell(
      @Advice.FieldValue("conn") HttpConnection connection,
      @Advice.Argument(0) HttpMethod method,
      @Advice.Return boolean needed) {
    if (method.getStatusCode() == 403) {
      AuthorizationBridge.forbidden(method);
    }
    if (!needed && method.getStatusCode() == 401) {
      AuthorizationBridge.retry(
          method,
          connection.isSecure() ? "https" : "http",
          connection.getHost(),
          connection.getPort(),
          method.getPath(),
          false);
    }
  }
}
