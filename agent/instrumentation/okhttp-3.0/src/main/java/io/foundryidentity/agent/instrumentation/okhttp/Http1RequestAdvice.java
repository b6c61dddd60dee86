package io.foundryidentity.agent.instrumentation.okhttp;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import net.bytebuddy.asm.Advice;
import okhttp3.Request;

/**
 * Passes what {@link CallServerAdvice} decided on to {@link Http1HeadAdvice}, which does not know
 * the request. The codec is the exchange's own; CONNECT has another one.
 */
final class Http1RequestAdvice {

  private Http1RequestAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static boolean pass(@Advice.This Object codec, @Advice.Argument(0) Request request) {
    CharSequence authorization = AuthorizationBridge.take(request);
    if (authorization == null) {
      return false;
    }
    AuthorizationBridge.handOver(codec, authorization);
    return true;
  }

  /** Clears the hand-over, which must end with this method. */
  @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
  static void clear(@Advice.This Object codec, @Advice.Enter boolean passed) {
    if (passed) {
      AuthorizationBridge.take(codec);
    }
  }
}
