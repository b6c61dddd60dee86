package io.foundryidentity.agent.instrumentation.okhttp;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import net.bytebuddy.asm.Advice;
import okhttp3.Call;

/**
 * Shows the call to what writes its request, on the same thread: before 3.9 a chain does not know
 * it. Over HTTP/2 nothing else says that the application has cancelled a call whose stream has not
 * begun.
 */
final class CallAdvice {

  private CallAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void show(@Advice.This Call call) {
    AuthorizationBridge.handOver(Call.class, call);
  }

  @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
  static void forget() {
    Object unused = AuthorizationBridge.takeObject(Call.class);
  }
}
