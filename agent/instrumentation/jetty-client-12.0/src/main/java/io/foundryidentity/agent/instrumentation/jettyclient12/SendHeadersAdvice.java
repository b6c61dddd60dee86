package io.foundryidentity.agent.instrumentation.jettyclient12;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import java.io.IOException;
import net.bytebuddy.asm.Advice;
import org.eclipse.jetty.client.transport.HttpDestination;
import org.eclipse.jetty.client.transport.HttpExchange;
import org.eclipse.jetty.client.transport.HttpRequest;
import org.eclipse.jetty.http.HttpScheme;
import org.eclipse.jetty.util.Callback;

/**
 * Decides on a request where its headers are written.
 *
 * <p>The destination's host is the one that TLS verifies, whatever the request says. The failure
 * policy ends the request as a failed write would, and nothing is written.
 */
final class SendHeadersAdvice {

  private SendHeadersAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class, skipOn = Advice.OnNonDefaultValue.class)
  static boolean decide(
      @Advice.Argument(0) HttpExchange exchange, @Advice.Argument(3) Callback callback) {
    HttpRequest request = exchange.getRequest();
    HttpDestination destination = exchange.getHttpDestination();
    boolean secure =
        HttpScheme.HTTPS.is(destination.getScheme()) || HttpScheme.WSS.is(destination.getScheme());
    if ((secure || destination.getProxy() == null)
        && !"CONNECT".equalsIgnoreCase(request.getMethod())) {
      try {
        String authorization =
            AuthorizationBridge.authorize(
                request,
                secure ? "https" : "http",
                destination.getHost(),
                destination.getPort(),
                request.getPath(),
                request.getHeaders().get("Authorization"),
                false);
        if (authorization != null) {
          AuthorizationBridge.handOver(request, authorization);
        }
      } catch (IOException policy) {
        callback.failed(policy);
        return true;
      }
    }
    return false;
  }

  /** What was handed over never outlives this method. */
  @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
  static void clear(@Advice.Argument(0) HttpExchange exchange) {
    AuthorizationBridge.take(exchange.getRequest());
  }
}
