package io.foundryidentity.agent.instrumentation.apachehttpclient5;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import net.bytebuddy.asm.Advice;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;

/**
 * Sends a refused classic request once more, as the client does for credentials of its own.
 *
 * <p>The client itself does not call this method with a body that cannot be repeated.
 */
final class RetryAdvice {

  private RetryAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void retry(
      @Advice.AllArguments Object[] all, @Advice.Return(readOnly = false) boolean again) {
    Object[] arguments = all; // Each use of the parameter would make the array again
    HttpResponse response = (HttpResponse) arguments[arguments.length - 2];
    if (response.getCode() == 401) {
      HttpClientContext context = (HttpClientContext) arguments[arguments.length - 1];
      HttpRequest request = context.getRequest();
      if (request != null && AuthorizationBridge.retry(request, true) && !again) {
        AuthorizationBridge.markRetry(request);
        again = true;
      }
    }
  }
}
