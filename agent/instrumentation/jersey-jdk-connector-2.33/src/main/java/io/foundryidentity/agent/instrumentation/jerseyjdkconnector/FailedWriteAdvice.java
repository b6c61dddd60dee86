package io.foundryidentity.agent.instrumentation.jerseyjdkconnector;

import io.foundryidentity.agent.bootstrap.FailurePolicyException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Gives the failure policy's exception to the request's own handler, as the client does with a
 * write that failed. Thrown, it would end in an I/O thread, and the application would wait for
 * ever.
 */
final class FailedWriteAdvice {

  private FailedWriteAdvice() {}

  @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
  static void fail(
      @Advice.Origin Method write,
      @Advice.Argument(1) Object whenWritten,
      @Advice.Thrown(readOnly = false) @Nullable Throwable thrown)
      throws Throwable {
    if (thrown instanceof FailurePolicyException) {
      Throwable policy = thrown;
      thrown = null;
      MethodHandles.lookup()
          .findVirtual(
              write.getParameterTypes()[1],
              "failed",
              MethodType.methodType(void.class, Throwable.class))
          .invokeWithArguments(whenWritten, policy);
    }
  }
}
