package io.foundryidentity.agent.instrumentation.support;

import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** Has one of everything that the clients' advice has, and does nothing; never runs. */
final class RehearsalAdvice {

  private RehearsalAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class, skipOn = Advice.OnNonDefaultValue.class)
  static @Nullable Object enter(
      @Advice.This Object scene,
      @Advice.Argument(value = 0, readOnly = false) String line,
      @Advice.AllArguments Object[] all,
      @Advice.FieldValue("kept") String kept,
      @Advice.Local("turn") Object turn) {
    line = line + kept;
    turn = all[0];
    return scene.equals(turn) ? line : null;
  }

  @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
  static void exit(
      @Advice.Enter @Nullable Object entered,
      @Advice.Local("turn") Object turn,
      @Advice.Return(readOnly = false) String returned,
      @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
    if (entered != null && thrown == null) {
      returned = returned + turn;
    }
  }
}
