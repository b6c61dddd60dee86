package io.foundryidentity.agent.instrumentation.undertowclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.undertow.client.ClientRequest;
import net.bytebuddy.asm.Advice;

/**
 * Gives the object that writes a request of HTTP/1.1 a request of its own in place of the
 * application's, which never holds a token. {@link HeadAdvice} fills it.
 */
final class RequestConduitAdvice {

  private RequestConduitAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void replace(
      @Advice.FieldValue(value = "request", readOnly = false) ClientRequest request) {
    Object written = AuthorizationBridge.takeObject(request);
    if (written instanceof ClientRequest) {
      request = (ClientRequest) written;
    }
  }
}
