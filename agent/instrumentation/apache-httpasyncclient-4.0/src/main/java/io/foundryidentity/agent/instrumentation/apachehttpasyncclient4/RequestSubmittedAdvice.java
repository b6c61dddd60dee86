package io.foundryidentity.agent.instrumentation.apachehttpasyncclient4;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import net.bytebuddy.asm.Advice;
import org.apache.http.HttpRequest;
import org.apache.http.message.BasicHttpRequest;

/**
 * Gives the client's header log a copy without the token. {@link SubmitRequestAdvice} has handed
 * over the request that is about to be written.
 */
final class RequestSubmittedAdvice {

  private RequestSubmittedAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void hide(@Advice.Argument(value = 0, readOnly = false) HttpRequest request) {
    if (AuthorizationBridge.take(request) != null) {
      HttpRequest shown = new BasicHttpRequest(request.getRequestLine());
      shown.setHeaders(request.getAllHeaders());
      shown.setHeader("Authorization", "Bearer ...");
      request = shown;
    }
  }
}
