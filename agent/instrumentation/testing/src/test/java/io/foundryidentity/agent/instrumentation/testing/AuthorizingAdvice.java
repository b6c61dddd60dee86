package io.foundryidentity.agent.instrumentation.testing;

import net.bytebuddy.asm.Advice;

final class AuthorizingAdvice {

  private AuthorizingAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void authorize(@Advice.Return(readOnly = false) String answer) {
    answer = "authorized";
  }
}
