package io.foundryidentity.agent.instrumentation.undertowclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.undertow.client.ClientRequest;
import net.bytebuddy.asm.Advice;

/**
 * Gives the authorized copy of a request to the method that begins to write it, which asks once
 * before all else. All who ask later get the application's own request.
 */
final class RequestAdvice {

  private RequestAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void take(
      @Advice.This Object exchange, @Advice.Return(readOnly = false) ClientRequest request) {
    Object copy = AuthorizationBridge.takeObject(exchange);
    if (copy instanceof ClientRequest) {
      request = (ClientRequest) copy;
    }
  }
}
