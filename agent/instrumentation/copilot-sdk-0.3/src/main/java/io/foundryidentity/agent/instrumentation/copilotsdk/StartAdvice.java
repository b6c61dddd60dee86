package io.foundryidentity.agent.instrumentation.copilotsdk;

import io.foundryidentity.agent.bootstrap.CliBridge;
import java.lang.invoke.MethodHandles;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/** Changes the environment of the options while the program is started. */
final class StartAdvice {

  private StartAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static @Nullable Object starting(
      @Advice.FieldValue(value = "options", typing = Assigner.Typing.DYNAMIC) Object options) {
    return CliBridge.starting(MethodHandles.lookup(), options);
  }

  @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
  static void started(@Advice.Enter @Nullable Object undo) {
    CliBridge.started(undo);
  }
}
