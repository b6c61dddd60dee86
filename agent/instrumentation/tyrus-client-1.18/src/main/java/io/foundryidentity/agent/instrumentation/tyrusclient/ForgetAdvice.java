package io.foundryidentity.agent.instrumentation.tyrusclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import net.bytebuddy.asm.Advice;

/**
 * Takes back what {@link HttpContentAdvice} has handed over, if the request was not rendered: the
 * next one on this thread may be for another server.
 */
final class ForgetAdvice {

  private ForgetAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
  static void forget() {
    Object unused = AuthorizationBridge.takeObject(SendRequestAdvice.ENGINE);
  }
}
