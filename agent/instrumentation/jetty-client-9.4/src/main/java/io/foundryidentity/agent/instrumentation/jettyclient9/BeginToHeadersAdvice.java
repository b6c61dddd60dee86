package io.foundryidentity.agent.instrumentation.jettyclient9;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import java.io.IOException;
import net.bytebuddy.asm.Advice;
import org.eclipse.jetty.client.HttpChannel;
import org.eclipse.jetty.client.HttpDestination;
import org.eclipse.jetty.client.HttpExchange;
import org.eclipse.jetty.client.HttpRequest;
import org.eclipse.jetty.http.HttpScheme;

/**
 * Decides on a request after its last listener and right before its headers are written.
 *
 * <p>The destination's host is the one that TLS verifies, whatever the request says. The failure
 * policy aborts the request, as an application would.
 */
final class BeginToHeadersAdvice {

  private BeginToHeadersAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void decide(
      @Advice.FieldValue("channel") HttpChannel channel,
      @Advice.Argument(0) HttpExchange exchange,
      @Advice.Return(readOnly = false) boolean begun) {
    HttpRequest request = exchange.getRequest();
    HttpDestination destination = channel.getHttpDestination();
    boolean secure =
        HttpScheme.HTTPS.is(destination.getScheme()) || HttpScheme.WSS.is(destination.getScheme());
    if (begun
        && (secure || destination.getProxy() == null)
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
        request.abort(policy);
        begun = false;
      }
    }
  }
}
