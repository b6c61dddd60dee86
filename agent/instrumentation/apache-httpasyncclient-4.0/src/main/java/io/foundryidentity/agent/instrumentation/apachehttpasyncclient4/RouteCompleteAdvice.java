package io.foundryidentity.agent.instrumentation.apachehttpasyncclient4;

import net.bytebuddy.asm.Advice;
import org.apache.http.HttpHost;
import org.apache.http.conn.routing.HttpRoute;
import org.apache.http.nio.NHttpClientConnection;
import org.apache.http.nio.conn.ManagedNHttpClientConnection;

/**
 * Notes with a connection whose it is, once its route is complete: that target is the host that TLS
 * was asked to verify.
 *
 * <p>No note where somebody reads in between: plain http through a proxy, or an https that has no
 * TLS, since its scheme was registered without. The connection's own attributes hold it, because
 * the class that writes lies in another jar (and, under OSGi, another class loader) than the
 * route's.
 */
final class RouteCompleteAdvice {

  /** Inlined by the compiler, as every constant in advice. */
  static final String TARGET = "foundry-identity.target";

  private RouteCompleteAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void note(
      @Advice.Argument(0) NHttpClientConnection connection, @Advice.Argument(1) HttpRoute route) {
    HttpHost target = route.getTargetHost();
    boolean https = "https".equalsIgnoreCase(target.getSchemeName());
    boolean tls =
        connection instanceof ManagedNHttpClientConnection
            && ((ManagedNHttpClientConnection) connection).getSSLSession() != null;
    // Without a proxy the route itself is not asked: a minimal client's routes are never secure
    if (https == tls
        && (route.getProxyHost() == null || (https && route.isSecure() && route.isTunnelled()))) {
      connection.getContext().setAttribute(TARGET, target);
    } else {
      connection.getContext().removeAttribute(TARGET);
    }
  }
}
