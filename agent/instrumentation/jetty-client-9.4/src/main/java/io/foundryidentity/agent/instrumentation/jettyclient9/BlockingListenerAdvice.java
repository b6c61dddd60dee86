package io.foundryidentity.agent.instrumentation.jettyclient9;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.TargetedRequest;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import net.bytebuddy.asm.Advice;
import org.eclipse.jetty.client.HttpRequest;
import org.eclipse.jetty.client.api.Request;
import org.eclipse.jetty.client.util.FutureResponseListener;
import org.eclipse.jetty.client.util.InputStreamResponseListener;
import org.eclipse.jetty.http.HttpScheme;

/** {@link BlockingSendAdvice} for the two listeners of callers who wait. */
final class BlockingListenerAdvice {

  private BlockingListenerAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void await(@Advice.This HttpRequest request, @Advice.Argument(0) Object listener) {
    if (listener instanceof InputStreamResponseListener
        || listener instanceof FutureResponseListener) {
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
}
