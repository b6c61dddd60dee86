package io.foundryidentity.agent.instrumentation.apachehttpclient5;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import javax.net.ssl.SSLSession;
import net.bytebuddy.asm.Advice;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpConnection;
import org.apache.hc.core5.net.URIAuthority;

/**
 * Tells of a refusal where {@link RetryAdvice} does not come by: after a body that cannot be
 * repeated, and in minimal clients. The next request then has a better token.
 */
final class ExecuteAdvice {

  private ExecuteAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void refused(
      @Advice.Argument(0) ClassicHttpRequest request,
      @Advice.Argument(1) HttpConnection connection,
      @Advice.Return ClassicHttpResponse response) {
    if (response != null && response.getCode() / 100 == 2) {
      AuthorizationBridge.answered(request);
    }
    URIAuthority named = request.getAuthority();
    if (response != null && response.getCode() == 403) {
      AuthorizationBridge.forbidden(request);
    }
    if (response != null && response.getCode() == 401 && named != null) {
      SSLSession tls = connection.getSSLSession();
      AuthorizationBridge.retry(
          request,
          tls != null ? "https" : "http",
          named.getHostName(),
          named.getPort(),
          request.getPath(),
          false);
    }
  }
}
