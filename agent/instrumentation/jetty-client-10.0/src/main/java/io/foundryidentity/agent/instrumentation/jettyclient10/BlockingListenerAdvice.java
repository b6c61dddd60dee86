package io.foundryidentity.agent.instrumentation.jettyclient10;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.TargetedRequest;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import net.bytebuddy.asm.Advice;
import org.eclipse.jetty.client.HttpRequest;
import org.eclipse.jetty.client.api.Request;
import org.eclipse.jetty.client.util.InputStreamResponseListener;
import org.eclipse.jetty.http.HttpScheme;
import org.jspecify.annotations.Nullable;

/** {@link BlockingSendAdvice} for the two listeners of callers who wait. */
final class BlockingListenerAdvice {

  private BlockingListenerAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void await(@Advice.This HttpRequest request, @Advice.Argument(0) @Nullable Object listener)
      throws ReflectiveOperationException {
    boolean waits = listener instanceof InputStreamResponseListener;
    // By its name: Jetty 12.1 does not have this class
    for (Class<?> type = listener == null ? null : listener.getClass();
        type != null && !waits;
        type = type.getSuperclass()) {
      waits =
          type.getName().startsWith("org.eclipse.jetty.client.")
              && type.getSimpleName().equals("FutureResponseListener");
    }
    if (waits) {
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
            // Its timer starts later; an aborted request is not sent. By reflection, as the method
            // has another return type in Jetty 12
            Request.class
                .getMethod("abort", Throwable.class)
                .invoke(request, new TimeoutException("Total timeout elapsed"));
          }
        }
      } catch (IOException policy) {
        // The sender asks again, and fails the request in the client's own way.
      }
    }
  }
}
