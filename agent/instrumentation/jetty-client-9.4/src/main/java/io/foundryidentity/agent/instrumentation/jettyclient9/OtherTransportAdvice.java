package io.foundryidentity.agent.instrumentation.jettyclient9;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.TargetedRequest;
import net.bytebuddy.asm.Advice;
import org.eclipse.jetty.client.HttpExchange;
import org.eclipse.jetty.client.HttpRequest;
import org.eclipse.jetty.http.HttpScheme;

/**
 * Says why a request to a target gets no token over FastCGI: its connections have no TLS session
 * and do not speak HTTP.
 */
final class OtherTransportAdvice {

  private OtherTransportAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void tell(@Advice.Argument(0) HttpExchange exchange) {
    HttpRequest request = exchange.getRequest();
    TargetedRequest target =
        AuthorizationBridge.find(
            HttpScheme.HTTPS.is(request.getScheme()) ? "https" : "http",
            request.getHost(),
            request.getPort(),
            request.getPath());
    if (target != null) {
      target.unproven("Jetty's transport for FastCGI does not show its connection");
    }
  }
}
