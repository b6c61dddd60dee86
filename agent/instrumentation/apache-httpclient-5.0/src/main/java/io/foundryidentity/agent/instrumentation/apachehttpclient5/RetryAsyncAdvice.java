package io.foundryidentity.agent.instrumentation.apachehttpclient5;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import javax.net.ssl.SSLSession;
import net.bytebuddy.asm.Advice;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.net.URIAuthority;

/**
 * {@link RetryAdvice} for the asynchronous client, whose I/O thread does not wait: it sends again
 * where another token is at hand.
 *
 * <p>A body that cannot be repeated was told by {@link PrepareAsyncAdvice}; the client would never
 * complete such a call.
 */
final class RetryAsyncAdvice {

  private RetryAsyncAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void retry(
      @Advice.AllArguments Object[] arguments, @Advice.Return(readOnly = false) boolean again) {
    HttpResponse response = (HttpResponse) arguments[arguments.length - 2];
    HttpClientContext context = (HttpClientContext) arguments[arguments.length - 1];
    HttpRequest request = context.getRequest();
    if (response.getCode() / 100 == 2 && request != null) {
      AuthorizationBridge.answered(request);
    }
    if (response.getCode() == 403 && request != null) {
      AuthorizationBridge.forbidden(request);
    }
    if (response.getCode() == 401 && request != null && request.getAuthority() != null) {
      SSLSession tls = context.getSSLSession();
      URIAuthority named = request.getAuthority();
      if (AuthorizationBridge.retry(
              request,
              tls != null ? "https" : "http",
              named.getHostName(),
              named.getPort(),
              request.getPath(),
              false)
          && !again) {
        AuthorizationBridge.markRetry(request);
        again = true;
      }
    }
  }
}
