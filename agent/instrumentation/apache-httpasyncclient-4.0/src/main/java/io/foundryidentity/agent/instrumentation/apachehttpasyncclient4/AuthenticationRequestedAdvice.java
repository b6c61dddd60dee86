package io.foundryidentity.agent.instrumentation.apachehttpasyncclient4;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import net.bytebuddy.asm.Advice;
import org.apache.http.HttpClientConnection;
import org.apache.http.HttpHost;
import org.apache.http.HttpResponse;
import org.apache.http.conn.routing.HttpRoute;
import org.apache.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * Reports each answer except a refusal, in the method by which the client checks every answer for
 * authentication.
 *
 * <p>The client also checks for the proxy: after a CONNECT, while the request is still to be sent.
 * The blocking client calls this method too; it has a module of its own.
 */
final class AuthenticationRequestedAdvice {

  private AuthenticationRequestedAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void tell(
      @Advice.Argument(0) @Nullable HttpHost host,
      @Advice.Argument(1) HttpResponse response,
      @Advice.Argument(4) HttpContext context) {
    int status = response.getStatusLine().getStatusCode();
    Object sent = context.getAttribute("http.request");
    Object route = context.getAttribute("http.route");
    if (sent != null
        && status != 401
        && host != null
        && route instanceof HttpRoute
        && !host.equals(((HttpRoute) route).getProxyHost())
        && !(context.getAttribute("http.connection") instanceof HttpClientConnection)) {
      AuthorizationBridge.answered(sent, status);
    }
  }
}
