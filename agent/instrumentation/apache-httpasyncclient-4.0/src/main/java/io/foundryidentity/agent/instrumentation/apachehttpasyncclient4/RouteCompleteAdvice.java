package io.foundryidentity.agent.instrumentation.apachehttpasyncclient4;

import net.bytebuddy.asm.Advice;
import org.apache.http.HttpHost;
import org.apache.http.conn.routing.HttpRoute;
import org.apache.http.nio.NHttpClientConnection;

/**
 * Notes with a connection whose it is, once its route is complete: that target is the host that TLS
 * was asked to verify.
 *
 * <p>No note where somebody reads in between: plain http through a proxy. The connection's own
 * attributes hold it, because the class that writes lies in another jar (and, under OSGi, another
 * class loader) than the route's.
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
    // Without a proxy the scheme alone decides on TLS: a minimal client's routes are never secure
    if (route.getProxyHost() == null || (https && route.isSecure() && route.isTunnelled())) {
      connection.getContext().setAttribute(TARGET, target);
    } else {
      connection.getContext().removeAttribute(TARGET);
    }
  }
}
