package io.foundryidentity.agent.instrumentation.support;

import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Advice for {@code loadClass} of a loader that hides the bridge. It uses JDK types only, as the
 * class of that loader may not see the bridge either.
 */
public final class BridgeDelegationAdvice {

  private BridgeDelegationAdvice() {}

  @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
  public static @Nullable Class<?> find(@Advice.Argument(0) @Nullable String name)
      throws ClassNotFoundException {
    return name != null && name.startsWith("io.foundryidentity.agent.bootstrap.")
        ? Class.forName(name, false, null)
        : null;
  }

  @Advice.OnMethodExit
  public static void answer(
      @Advice.Enter @Nullable Class<?> found,
      @Advice.Return(readOnly = false) @Nullable Class<?> returned) {
    if (found != null) {
      returned = found;
    }
  }
}
