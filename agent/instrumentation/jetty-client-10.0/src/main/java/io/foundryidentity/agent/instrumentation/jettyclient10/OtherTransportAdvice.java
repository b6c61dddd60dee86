package io.foundryidentity.agent.instrumentation.jettyclient10;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.TargetedRequest;
import net.bytebuddy.asm.Advice;
import org.eclipse.jetty.client.HttpDestination;
import org.eclipse.jetty.client.HttpExchange;
import org.eclipse.jetty.http.HttpScheme;

/**
 * Says why a request to a target gets no token over HTTP/3 or FastCGI: their connections show
 * nothing that could prove where they lead.
 */
final class OtherTransportAdvice {

  private OtherTransportAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void tell(@Advice.Argument(0) HttpExchange exchange) {
    HttpDestination destination = exchange.getHttpDestination();
    TargetedRequest target =
        AuthorizationBridge.find(
            HttpScheme.HTTPS.is(destination.getScheme()) ? "https" : "http",
            destination.getHost(),
            destination.getPort(),
            exchange.getRequest().getPath());
    if (target != null) {
      target.unproven("Jetty's transport for HTTP/3 or FastCGI does not show its connection");
    }
  }
}
