package io.foundryidentity.agent.instrumentation.copilotsdk;

import io.foundryidentity.agent.bootstrap.CliBridge;
import java.lang.invoke.MethodHandles;
import java.util.concurrent.CompletableFuture;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Replaces a session's call, and the connection's first one. The look-up is made here, because
 * inlined advice is the SDK's own code and so has access to its package-private classes.
 */
final class InvokeAdvice {

  private InvokeAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class, skipOn = Advice.OnNonDefaultValue.class)
  static @Nullable CompletableFuture<?> instead(
      @Advice.This Object connection,
      @Advice.Argument(0) String method,
      @Advice.Argument(1) @Nullable Object parameters,
      @Advice.Argument(2) Class<?> answer) {
    return method.startsWith("session") || method.equals("connect")
        ? CliBridge.call(MethodHandles.lookup(), connection, method, parameters, answer)
        : null;
  }

  @Advice.OnMethodExit(suppress = Throwable.class)
  @SuppressWarnings({"UnusedVariable", "ParameterCanBeLocal"}) // what the method returns
  static void answer(
      @Advice.Enter @Nullable CompletableFuture<?> instead,
      @Advice.Return(readOnly = false) @Nullable CompletableFuture<?> returned) {
    if (instead != null) {
      returned = instead;
    }
  }
}
