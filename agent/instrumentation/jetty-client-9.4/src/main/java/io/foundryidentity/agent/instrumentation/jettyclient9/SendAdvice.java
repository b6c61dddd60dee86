package io.foundryidentity.agent.instrumentation.jettyclient9;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import net.bytebuddy.asm.Advice;
import org.eclipse.jetty.client.HttpExchange;

/** Sees to it that what {@link BeginToHeadersAdvice} handed over never outlives its sending. */
final class SendAdvice {

  private SendAdvice() {}

  @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
  static void clear(@Advice.Argument(0) HttpExchange exchange) {
    AuthorizationBridge.take(exchange.getRequest());
  }
}
