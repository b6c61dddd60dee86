package io.foundryidentity.agent.instrumentation.javahttpclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import net.bytebuddy.asm.Advice;

/** Notes a refusal; the class that could ask the response for its status is not public. */
final class ResponseAdvice {

  private ResponseAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void note(
      @Advice.FieldValue("statusCode") int status, @Advice.FieldValue("request") Object request) {
    if (status == 403) {
      AuthorizationBridge.forbidden(request);
    }
    if (status == 401) {
      AuthorizationBridge.markRefused(request);
    }
  }
}
