package io.foundryidentity.agent.instrumentation.copilotsdk;

import io.foundryidentity.agent.bootstrap.CliBridge;
import net.bytebuddy.asm.Advice;

/** Closes the providers of a connection's sessions. */
final class CloseAdvice {

  private CloseAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void closed(@Advice.This Object connection) {
    CliBridge.closed(connection);
  }
}
