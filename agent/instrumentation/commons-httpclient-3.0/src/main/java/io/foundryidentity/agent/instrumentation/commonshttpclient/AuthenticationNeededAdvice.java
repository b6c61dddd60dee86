package io.foundryidentity.agent.instrumentation.commonshttpclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import net.bytebuddy.asm.Advice;
import org.apache.commons.httpclient.HttpMethod;

/**
 * Reports a refusal if the application does authentication itself: its next call has another token.
 */
final class AuthenticationNeededAdvice {

  private AuthenticationNeededAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void tell(@Advice.Argument(0) HttpMethod method, @Advice.Return boolean needed) {
    if (AuthorizationBridge.answered(method, method.getStatusCode()) && !needed) {
      AuthorizationBridge.refused(method);
    }
  }
}
