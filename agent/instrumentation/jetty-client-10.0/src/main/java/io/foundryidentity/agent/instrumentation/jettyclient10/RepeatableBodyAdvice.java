package io.foundryidentity.agent.instrumentation.jettyclient10;

import net.bytebuddy.asm.Advice;
import org.eclipse.jetty.client.api.Request;
import org.eclipse.jetty.client.api.Response;

/**
 * Tells {@link ProtocolHandlerAdvice} whether a refused request's body is repeatable.
 *
 * <p>A body says so itself in Jetty 10 and 11, but not in Jetty 12, which therefore has its own
 * advice for this.
 */
final class RepeatableBodyAdvice {

  private RepeatableBodyAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static boolean isRepeatable(
      @Advice.Argument(0) Request asked, @Advice.Argument(1) Response response) {
    return response.getStatus() == 401
        && (asked.getBody() == null || asked.getBody().isReproducible());
  }
}
