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
 * Tells of an answer that is good, and of a 403, in the question that the client asks about every
 * answer.
 *
 * <p>It asks for the proxy too: after a CONNECT, while the request is still to be sent. The
 * blocking client asks as well, which has a module of its own.
 */
final class AuthenticationRequestedAdvice {

  private AuthenticationRequestedAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void tell(
      @Advice.Argument(0) @Nullable HttpHost host,
      @Advice.Argument(1) HttpResponse response,
      @Advice.Argument(4) HttpContext context) {
    int status = response.getStatusLine().getStatusCode();
    if ((status / 100 == 2 || status == 403)
        && !(context.getAttribute("http.connection") instanceof HttpClientConnection)) {
      Object sent = context.getAttribute("http.request");
      Object route = context.getAttribute("http.route");
      if (sent != null && status == 403) {
        AuthorizationBridge.forbidden(sent);
      } else if (sent != null
          && host != null
          && route instanceof HttpRoute
          && !host.equals(((HttpRoute) route).getProxyHost())) {
        AuthorizationBridge.answered(sent);
      }
    }
  }
}
