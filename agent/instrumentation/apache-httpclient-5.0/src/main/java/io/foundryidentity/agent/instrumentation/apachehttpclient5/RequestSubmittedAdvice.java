package io.foundryidentity.agent.instrumentation.apachehttpclient5;

import net.bytebuddy.asm.Advice;
import org.apache.hc.core5.http.ClassicHttpRequest;

/**
 * Takes the token out of the copy that was just written, before the client's header log shows it.
 * {@link SendRequestHeaderAdvice} gave that copy, which nobody else holds, a scheme that no request
 * has.
 */
final class RequestSubmittedAdvice {

  private RequestSubmittedAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void hide(@Advice.Argument(0) ClassicHttpRequest request) {
    if (request != null && "signed".equals(request.getScheme())) {
      request.setHeader("Authorization", "Bearer ...");
    }
  }
}
