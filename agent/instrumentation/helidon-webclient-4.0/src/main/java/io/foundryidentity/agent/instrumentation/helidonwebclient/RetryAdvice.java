package io.foundryidentity.agent.instrumentation.helidonwebclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.helidon.webclient.api.WebClientServiceRequest;
import io.helidon.webclient.api.WebClientServiceResponse;
import io.helidon.webclient.spi.WebClientService;
import net.bytebuddy.asm.Advice;

/**
 * Lets the chain proceed once more after a 401, as a service of the application might; no service
 * sees the first answer.
 *
 * <p>HTTP/2 serializes an entity again each time, so there an entity that can be read only once is
 * left alone. The first answer is closed last: if the second attempt fails, the application still
 * gets it, and in HTTP/2 frames for a stream that is gone could end its connection.
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
      boolean repeatable = entity instanceof byte[] || entity instanceof String;
      if (AuthorizationBridge.retry(request, repeatable) && repeatable) {
        AuthorizationBridge.markRetry(request);
        WebClientServiceResponse refused = response;
        response = chain.proceed(request);
        refused.connection().closeResource();
      }
    }
  }
}
