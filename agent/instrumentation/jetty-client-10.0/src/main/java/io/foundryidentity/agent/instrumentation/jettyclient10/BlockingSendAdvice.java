package io.foundryidentity.agent.instrumentation.jettyclient10;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import java.io.IOException;
import net.bytebuddy.asm.Advice;
import org.eclipse.jetty.client.HttpRequest;
import org.eclipse.jetty.http.HttpScheme;

/**
 * Waits for a first token on the thread of a caller who waits for the answer anyway.
 *
 * <p>Later the request may be on one of the client's own threads, which never wait. The answer does
 * not count here, the failure policy neither: both are asked for again where it is known where the
 * request goes.
 */
final class BlockingSendAdvice {

  private BlockingSendAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void await(@Advice.This HttpRequest request) {
    try {
      AuthorizationBridge.prepare(
          (HttpScheme.HTTPS.is(request.getScheme()) || HttpScheme.WSS.is(request.getScheme()))
              ? "https"
              : "http",
          request.getHost(),
          request.getPort(),
          request.getPath(),
          request.getHeaders().get("Authorization"),
          true);
    } catch (IOException policy) {
      // The sender asks again, and fails the request in the client's own way.
    }
  }
}
