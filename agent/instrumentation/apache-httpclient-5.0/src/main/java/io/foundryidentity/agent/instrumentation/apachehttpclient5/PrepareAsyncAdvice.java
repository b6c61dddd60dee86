package io.foundryidentity.agent.instrumentation.apachehttpclient5;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import java.io.IOException;
import net.bytebuddy.asm.Advice;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.async.AsyncExecChain;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;
import org.apache.hc.core5.net.URIAuthority;
import org.jspecify.annotations.Nullable;

/**
 * Settles three things before an asynchronous hop has a connection.
 *
 * <p>First, the failure policy: thrown here it fails the caller's future at once; thrown by an
 * HTTP/2 connection it would end every other exchange there too.
 *
 * <p>Second, whether the body can be sent again, which {@link RetryAsyncAdvice} cannot see. A
 * request whose body cannot counts as one that was sent again already.
 *
 * <p>Third, as {@link PrepareAdvice} does, whether a tunnel leads to the host that the request
 * names.
 */
final class PrepareAsyncAdvice {

  private PrepareAsyncAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void prepare(
      @Advice.Argument(0) HttpRequest request,
      @Advice.Argument(1) @Nullable AsyncEntityProducer body,
      @Advice.Argument(2) AsyncExecChain.Scope scope)
      throws IOException {
    if (body != null && !body.isRepeatable()) {
      AuthorizationBridge.markRetry(request);
    }
    HttpRoute route = scope.route;
    URIAuthority named = request.getAuthority();
    if (route.isTunnelled()
        && route.isSecure()
        && named != null
        && named.getHostName().equalsIgnoreCase(route.getTargetHost().getHostName())
        && (named.getPort() > 0 ? named.getPort() : 443) == route.getTargetHost().getPort()) {
      AuthorizationBridge.markDirect(request);
    }
    if (route.isSecure() || route.getProxyHost() == null) {
      Header existing = request.getFirstHeader("Authorization");
      AuthorizationBridge.prepare(
          route.getTargetHost().getSchemeName(),
          route.getTargetHost().getHostName(),
          route.getTargetHost().getPort(),
          request.getPath(),
          existing == null ? null : existing.getValue(),
          false);
    }
  }
}
