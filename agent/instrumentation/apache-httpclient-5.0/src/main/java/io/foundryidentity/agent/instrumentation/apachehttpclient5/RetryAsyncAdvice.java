package io.foundryidentity.agent.instrumentation.apachehttpclient5;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import net.bytebuddy.asm.Advice;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;

/**
 * {@link RetryAdvice} for the asynchronous client, whose I/O thread does not wait: it sends again
 * if another token is available.
 *
 * <p>{@link PrepareAsyncAdvice} has marked bodies that cannot be repeated; the client would never
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
    if (request != null
        && AuthorizationBridge.answered(request, response.getCode())
        && AuthorizationBridge.retry(request, false)
        && !again) {
      AuthorizationBridge.markRetry(request);
      again = true;
    }
  }
}
