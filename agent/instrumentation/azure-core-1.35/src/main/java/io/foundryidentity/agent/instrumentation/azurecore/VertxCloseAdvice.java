package io.foundryidentity.agent.instrumentation.azurecore;

import com.azure.core.http.HttpResponse;
import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/**
 * Reads a refused answer to its end where it was to be closed. What azure-core does for that ends
 * the request a second time, which Vert.x meets with an exception and which leaves the connection
 * in its pool, paused for good: a handful of such answers would block a target.
 */
final class VertxCloseAdvice {

  private VertxCloseAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class, skipOn = Advice.OnNonDefaultValue.class)
  static boolean readInstead(@Advice.This(typing = Assigner.Typing.DYNAMIC) HttpResponse response) {
    if (response.getStatusCode() != 401 || !AuthorizationBridge.wasRefused(response.getRequest())) {
      return false;
    }
    // An error, too, is then only a signal to nobody
    response.getBody().materialize().subscribe();
    return true;
  }
}
