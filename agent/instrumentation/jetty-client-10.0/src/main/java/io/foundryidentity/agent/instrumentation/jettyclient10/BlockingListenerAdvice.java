package io.foundryidentity.agent.instrumentation.jettyclient10;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import java.io.IOException;
import net.bytebuddy.asm.Advice;
import org.eclipse.jetty.client.HttpRequest;
import org.eclipse.jetty.client.util.FutureResponseListener;
import org.eclipse.jetty.client.util.InputStreamResponseListener;
import org.eclipse.jetty.http.HttpScheme;

/** {@link BlockingSendAdvice} for the two listeners that are made for a caller who waits. */
final class BlockingListenerAdvice {

  private BlockingListenerAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void await(@Advice.This HttpRequest request, @Advice.Argument(0) Object listener) {
    if (listener instanceof InputStreamResponseListener
        || listener instanceof FutureResponseListener) {
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
}
