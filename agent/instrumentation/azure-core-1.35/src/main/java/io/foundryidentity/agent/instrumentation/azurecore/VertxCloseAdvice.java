package io.foundryidentity.agent.instrumentation.azurecore;

import com.azure.core.http.HttpResponse;
import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/**
 * Reads a refused answer to its end instead of closing it. On a close azure-core ends the request a
 * second time. Vert.x then throws, and the connection stays in its pool, paused for good: a few
 * such answers would block a target.
 */
final class VertxCloseAdvice {

  private VertxCloseAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class, skipOn = Advice.OnNonDefaultValue.class)
  static boolean readInstead(@Advice.This(typing = Assigner.Typing.DYNAMIC) HttpResponse response) {
    if (response.getStatusCode() != 401 || !AuthorizationBridge.wasRefused(response.getRequest())) {
      return false;
    }
    // An error, too, becomes a signal that nobody handles
    response.getBody().materialize().subscribe();
    return true;
  }
}
