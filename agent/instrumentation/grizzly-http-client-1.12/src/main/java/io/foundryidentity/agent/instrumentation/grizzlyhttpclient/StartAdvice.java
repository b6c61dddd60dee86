package io.foundryidentity.agent.instrumentation.grizzlyhttpclient;

import com.ning.http.client.ListenableFuture;
import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.HeldCall;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Ends the wait of a request that {@link OpenAdvice} holds when the application has cancelled its
 * future.
 */
final class StartAdvice {

  private StartAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
  static void giveUp(@Advice.Return @Nullable ListenableFuture<?> answer) {
    Object held = AuthorizationBridge.takeObject(OpenAdvice.CALL);
    if (held instanceof HeldCall && answer != null) {
      ((HeldCall) held).giveUpWith(answer);
    }
  }
}
