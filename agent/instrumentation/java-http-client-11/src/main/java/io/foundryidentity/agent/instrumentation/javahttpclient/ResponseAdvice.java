package io.foundryidentity.agent.instrumentation.javahttpclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import net.bytebuddy.asm.Advice;

/**
 * Notes a refusal, and forgets a request that is answered well: else each would wait for the
 * garbage collector, which would copy what is known of it and queue it one by one.
 *
 * <p>The class that could ask the response for its status is not public.
 */
final class ResponseAdvice {

  private ResponseAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void note(
      @Advice.FieldValue("statusCode") int status, @Advice.FieldValue("request") Object request) {
    if (status / 100 == 2) {
      AuthorizationBridge.answered(request);
    }
    if (status == 403) {
      AuthorizationBridge.forbidden(request);
    }
    if (status == 401) {
      AuthorizationBridge.markRefused(request);
    }
  }
}
