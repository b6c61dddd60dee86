package io.foundryidentity.agent.instrumentation.apachehttpclient5;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import net.bytebuddy.asm.Advice;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.net.URIAuthority;

/**
 * Notes that a request goes through a tunnel to the very host and port that it names.
 *
 * <p>The end of the tunnel is what the client lets TLS verify. The session itself cannot say so: a
 * layered socket gives the proxy's port as its own, and 5.0 asynchronously the proxy's name too.
 */
final class PrepareAdvice {

  private PrepareAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void note(
      @Advice.Argument(0) HttpRequest request, @Advice.Argument(1) ExecChain.Scope scope) {
    HttpRoute route = scope.route;
    URIAuthority named = request.getAuthority();
    if (route.isTunnelled()
        && route.isSecure()
        && named != null
        && named.getHostName().equalsIgnoreCase(route.getTargetHost().getHostName())
        && (named.getPort() > 0 ? named.getPort() : 443) == route.getTargetHost().getPort()) {
      AuthorizationBridge.markDirect(request);
    }
  }
}
