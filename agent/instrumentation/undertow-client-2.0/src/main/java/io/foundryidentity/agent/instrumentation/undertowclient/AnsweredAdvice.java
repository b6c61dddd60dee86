package io.foundryidentity.agent.instrumentation.undertowclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.undertow.client.ClientResponse;
import net.bytebuddy.asm.Advice;

/**
 * Reports an answer of HTTP/1.1 before the application hears of it, so that its next request has
 * another token after a refusal.
 */
final class AnsweredAdvice {

  private AnsweredAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void answered(@Advice.This Object exchange, @Advice.Argument(0) ClientResponse response) {
    if (AuthorizationBridge.answered(exchange, response.getResponseCode())) {
      AuthorizationBridge.refused(exchange);
    }
  }
}
