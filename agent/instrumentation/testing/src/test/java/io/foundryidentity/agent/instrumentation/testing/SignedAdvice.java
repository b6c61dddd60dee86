package io.foundryidentity.agent.instrumentation.testing;

import net.bytebuddy.asm.Advice;

final class SignedAdvice {

  private SignedAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void sign(@Advice.Return(readOnly = false) String answer) {
    answer = "signed";
  }
}
