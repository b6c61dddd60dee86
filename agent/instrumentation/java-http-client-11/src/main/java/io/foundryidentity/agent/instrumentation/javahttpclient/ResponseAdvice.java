package io.foundryidentity.agent.instrumentation.javahttpclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import net.bytebuddy.asm.Advice;

/**
 * Notes a refusal, and forgets a request with a good answer. Otherwise the notes on each request
 * would wait for the garbage collector, which would copy them and queue them one by one.
 *
 * <p>The class that could read the response's status is not public.
 */
final class ResponseAdvice {

  private ResponseAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void note(
      @Advice.FieldValue("statusCode") int status, @Advice.FieldValue("request") Object request) {
    if (AuthorizationBridge.answered(request, status)) {
      AuthorizationBridge.markRefused(request);
    }
  }
}
