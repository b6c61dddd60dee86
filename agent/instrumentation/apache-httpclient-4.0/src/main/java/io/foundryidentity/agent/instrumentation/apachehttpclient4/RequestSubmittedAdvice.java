package io.foundryidentity.agent.instrumentation.apachehttpclient4;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import net.bytebuddy.asm.Advice;
import org.apache.http.HttpRequest;

/**
 * Removes the token from the copy that was just written, before the client's header log shows it.
 * {@link SendRequestHeaderAdvice} has handed that copy over, and nobody else holds it.
 */
final class RequestSubmittedAdvice {

  private RequestSubmittedAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void hide(@Advice.Argument(0) HttpRequest request) {
    if (AuthorizationBridge.take(request) != null) {
      request.setHeader("Authorization", "Bearer ...");
    }
  }
}
