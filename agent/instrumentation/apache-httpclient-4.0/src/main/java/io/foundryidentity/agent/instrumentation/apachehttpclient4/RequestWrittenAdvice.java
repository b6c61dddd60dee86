package io.foundryidentity.agent.instrumentation.apachehttpclient4;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import net.bytebuddy.asm.Advice;
import org.apache.http.HttpRequest;

/**
 * {@link RequestSubmittedAdvice} for {@code DefaultHttpClient}, which logs after this method
 * returns.
 */
final class RequestWrittenAdvice {

  private RequestWrittenAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void hide(@Advice.Argument(0) HttpRequest request) {
    if (AuthorizationBridge.take(request) != null) {
      request.setHeader("Authorization", "Bearer ...");
    }
  }
}
