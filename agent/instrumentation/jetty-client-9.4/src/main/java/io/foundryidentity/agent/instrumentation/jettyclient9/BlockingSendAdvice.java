package io.foundryidentity.agent.instrumentation.jettyclient9;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.TargetedRequest;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import net.bytebuddy.asm.Advice;
import org.eclipse.jetty.client.HttpRequest;
import org.eclipse.jetty.client.api.Request;
import org.eclipse.jetty.http.HttpScheme;

/**
 * Waits for a first token on the thread of a caller who waits for the answer anyway.
 *
 * <p>Later the request may be on one of the client's own threads, which must not wait. Neither the
 * token nor the failure policy is applied here: both are asked for again in the place where the
 * request's destination is known.
 */
final class BlockingSendAdvice {

  private BlockingSendAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void await(@Advice.This HttpRequest request) {
    boolean secure =
        HttpScheme.HTTPS.is(request.getScheme()) || HttpScheme.WSS.is(request.getScheme());
    TargetedRequest target =
        AuthorizationBridge.find(
            secure ? "https" : "http", request.getHost(), request.getPort(), request.getPath());
    try {
      if (target != null && request.getAbortCause() == null) {
        target.waitAtMost(request.getTimeout());
        target.endsOnce(Request.class, request, "getAbortCause");
        target.prepare(request.getHeaders().get("Authorization"), true);
        if (target.isOverdue()) {
          // Its timer starts later; an aborted request is not sent
          request.abort(new TimeoutException("Total timeout elapsed"));
        }
      }
    } catch (IOException policy) {
      // The sender asks again, and fails the request in the client's own way.
    }
  }
}
