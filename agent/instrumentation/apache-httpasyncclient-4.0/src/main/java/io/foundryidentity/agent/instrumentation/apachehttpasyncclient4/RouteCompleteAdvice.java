package io.foundryidentity.agent.instrumentation.apachehttpasyncclient4;

import net.bytebuddy.asm.Advice;
import org.apache.http.conn.routing.HttpRoute;
import org.apache.http.nio.NHttpClientConnection;

/**
 * Notes with a connection whose requests it carries, once its route is complete: those to the
 * route's target. Whether the connection leads there is proven where it writes, by {@link
 * SubmitRequestAdvice}.
 *
 * <p>The note is in the connection's own attributes, because the class that writes is in another
 * jar (and, under OSGi, another class loader) than the route's.
 */
final class RouteCompleteAdvice {

  /** Inlined by the compiler, as every constant in advice. */
  static final String TARGET = "foundry-identity.target";

  private RouteCompleteAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void note(
      @Advice.Argument(0) NHttpClientConnection connection, @Advice.Argument(1) HttpRoute route) {
    connection.getContext().setAttribute(TARGET, route.getTargetHost());
  }
}
