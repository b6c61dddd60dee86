package io.foundryidentity.agent.instrumentation.apachehttpclient4;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import net.bytebuddy.asm.Advice;
import org.apache.http.HttpResponse;
import org.apache.http.impl.client.RequestWrapper;
import org.apache.http.impl.client.RoutedRequest;
import org.jspecify.annotations.Nullable;

/**
 * As {@link NeedAuthenticationAdvice}, for {@code DefaultHttpClient}; there, null ends the call.
 */
final class HandleResponseAdvice {

  private HandleResponseAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void retry(
      @Advice.Argument(0) RoutedRequest routed,
      @Advice.Argument(1) HttpResponse response,
      @Advice.Return(readOnly = false) @Nullable RoutedRequest followUp) {
    RequestWrapper sent = routed.getRequest();
    if (AuthorizationBridge.answered(sent, response.getStatusLine().getStatusCode())) {
      boolean repeatable = followUp == null && sent.isRepeatable();
      // Reported in any case: the next request needs another token
      if (AuthorizationBridge.retry(sent, repeatable) && repeatable) {
        AuthorizationBridge.markRetry(sent);
        followUp = routed;
      }
    }
  }
}
