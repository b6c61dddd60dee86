package io.foundryidentity.agent.instrumentation.apachehttpclient5;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import net.bytebuddy.asm.Advice;
import org.apache.hc.core5.http.ClassicHttpRequest;

/**
 * Removes the token from the copy that was just written, before the client's header log shows it.
 * Nobody else holds that copy, which {@link SendRequestHeaderAdvice} made.
 */
final class RequestSubmittedAdvice {

  private RequestSubmittedAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void hide(@Advice.Argument(0) ClassicHttpRequest request) {
    if (request != null && AuthorizationBridge.isCopy(request.getScheme())) {
      request.setHeader("Authorization", "Bearer ...");
    }
  }
}
