package io.foundryidentity.agent.instrumentation.apachehttpclient4;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import net.bytebuddy.asm.Advice;
import org.apache.http.HttpHost;
import org.apache.http.HttpResponse;
import org.apache.http.impl.client.RequestWrapper;
import org.apache.http.impl.client.RoutedRequest;
import org.jspecify.annotations.Nullable;

/** As {@link NeedAuthenticationAdvice}, for {@code DefaultHttpClient}: null there ends the call. */
final class HandleResponseAdvice {

  private HandleResponseAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void retry(
      @Advice.Argument(0) RoutedRequest routed,
      @Advice.Argument(1) HttpResponse response,
      @Advice.Return(readOnly = false) @Nullable RoutedRequest followUp) {
    if (response.getStatusLine().getStatusCode() / 100 == 2) {
      AuthorizationBridge.answered(routed.getRequest());
    }
    if (response.getStatusLine().getStatusCode() == 403) {
      AuthorizationBridge.forbidden(routed.getRequest());
    }
    if (response.getStatusLine().getStatusCode() == 401) {
      RequestWrapper sent = routed.getRequest();
      HttpHost target = routed.getRoute().getTargetHost();
      boolean repeatable = followUp == null && sent.isRepeatable();
      // The refusal is told in any case: the next request needs a better token
      if (AuthorizationBridge.retry(
              sent,
              target.getSchemeName(),
              target.getHostName(),
              target.getPort(),
              sent.getRequestLine().getUri(),
              repeatable)
          && repeatable) {
        AuthorizationBridge.markRetry(sent);
        followUp = routed;
      }
    }
  }
}
