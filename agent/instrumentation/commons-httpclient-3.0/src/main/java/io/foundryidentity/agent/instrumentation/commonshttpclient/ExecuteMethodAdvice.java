package io.foundryidentity.agent.instrumentation.commonshttpclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import net.bytebuddy.asm.Advice;
import org.apache.commons.httpclient.HttpMethod;
import org.jspecify.annotations.Nullable;

/** Forgets all notes on a call: the application may execute the same object again. */
final class ExecuteMethodAdvice {

  private ExecuteMethodAdvice() {}

  @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
  static void forget(@Advice.Argument(0) @Nullable HttpMethod method) {
    if (method != null) {
      AuthorizationBridge.forget(method);
    }
  }
}
