package io.foundryidentity.agent.instrumentation.akkahttp;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.HeldCall;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Ends the wait of a request whose {@code CompletionStage}, as the Java DSL returns it, is complete
 * before: the application has cancelled it or has set a time limit.
 */
final class SingleRequestAdvice {

  /** Inlined by the compiler, as every constant in advice; a literal is one object in a JVM. */
  static final String CALL = "foundry-identity.single-request";

  private SingleRequestAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void begin() {
    AuthorizationBridge.handOver(CALL, CALL);
  }

  @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
  static void giveUp(@Advice.Return @Nullable CompletionStage<?> answer) {
    Object held = AuthorizationBridge.takeObject(CALL);
    if (held instanceof HeldCall && answer instanceof Future) {
      ((HeldCall) held).giveUpWith((Future<?>) answer);
    }
  }
}
