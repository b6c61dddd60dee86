package io.foundryidentity.agent.instrumentation.helidonwebclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.helidon.webclient.api.ClientUri;
import io.helidon.webclient.api.WebClientServiceRequest;
import io.helidon.webclient.api.WebClientServiceResponse;
import io.helidon.webclient.spi.WebClientService;
import net.bytebuddy.asm.Advice;

/**
 * Lets the chain proceed once more after a 401, as a service of the application's might; none of
 * them hears of the first answer.
 *
 * <p>HTTP/2 serializes an entity anew each time, so there one that may be read once only is left
 * alone. The first answer is closed last: a second attempt that fails leaves it to the application,
 * and frames for an HTTP/2 stream that is gone could end its connection.
 */
final class RetryAdvice {

  private RetryAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void retry(
      @Advice.This WebClientService.Chain chain,
      @Advice.FieldValue("entity") Object entity,
      @Advice.Return(readOnly = false) WebClientServiceResponse response) {
    if (response.status().code() == 401) {
      WebClientServiceRequest request = response.serviceRequest();
      ClientUri uri = request.uri();
      boolean repeatable = entity instanceof byte[] || entity instanceof String;
      if (AuthorizationBridge.retry(
              request,
              uri.scheme(),
              uri.host(),
              uri.port(),
              uri.pathWithQueryAndFragment(),
              repeatable)
          && repeatable) {
        AuthorizationBridge.markRetry(request);
        WebClientServiceResponse refused = response;
        response = chain.proceed(request);
        refused.connection().closeResource();
      }
    }
  }
}
