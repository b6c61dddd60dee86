package io.foundryidentity.agent.instrumentation.undertowclient;

import io.foundryidentity.agent.bootstrap.KnownPeers;
import net.bytebuddy.asm.Advice;

/** Notes with an object of the client's what is known of the connection below it. */
final class HandOnAdvice {

  private HandOnAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void handOn(@Advice.This Object above, @Advice.Argument(0) Object below) {
    KnownPeers.handOn(below, above);
  }
}
