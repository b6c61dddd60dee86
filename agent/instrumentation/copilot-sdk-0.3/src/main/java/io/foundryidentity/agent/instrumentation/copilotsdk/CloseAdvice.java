package io.foundryidentity.agent.instrumentation.copilotsdk;

import io.foundryidentity.agent.bootstrap.CliBridge;
import net.bytebuddy.asm.Advice;

/** Ends what a connection's sessions were given. */
final class CloseAdvice {

  private CloseAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void closed(@Advice.This Object connection) {
    CliBridge.closed(connection);
  }
}
