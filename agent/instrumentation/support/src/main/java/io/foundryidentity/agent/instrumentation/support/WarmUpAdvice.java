package io.foundryidentity.agent.instrumentation.support;

import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Advice that is only woven, never run: it uses every kind of parameter that the clients' advice
 * uses, so that Byte Buddy's classes for all of them are loaded.
 */
final class WarmUpAdvice {

  private WarmUpAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class, skipOn = Advice.OnNonDefaultValue.class)
  static @Nullable Object enter(
      @Advice.This Object self,
      @Advice.Argument(value = 0, readOnly = false) String argument,
      @Advice.AllArguments Object[] all,
      @Advice.FieldValue("text") String field,
      @Advice.Local("local") Object local) {
    argument = argument + field;
    local = all[0];
    return self.equals(local) ? argument : null;
  }

  @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
  static void exit(
      @Advice.Enter @Nullable Object entered,
      @Advice.Local("local") Object local,
      @Advice.Return(readOnly = false) String returned,
      @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
    if (entered != null && thrown == null) {
      returned = returned + local;
    }
  }
}
