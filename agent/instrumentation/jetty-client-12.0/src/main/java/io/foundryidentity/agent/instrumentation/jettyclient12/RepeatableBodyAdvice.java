package io.foundryidentity.agent.instrumentation.jettyclient12;

import net.bytebuddy.asm.Advice;
import org.eclipse.jetty.client.ByteBufferRequestContent;
import org.eclipse.jetty.client.PathRequestContent;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;

/**
 * Decides whether a refused request's body is repeatable; unlike in Jetty 10, a body does not say
 * so itself.
 */
final class RepeatableBodyAdvice {

  private RepeatableBodyAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static boolean isRepeatable(
      @Advice.Argument(0) Request asked, @Advice.Argument(1) Response response) {
    return response.getStatus() == 401
        && (asked.getBody() == null
            || asked.getBody() instanceof ByteBufferRequestContent
            || asked.getBody() instanceof PathRequestContent);
  }
}
