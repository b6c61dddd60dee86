package io.foundryidentity.agent.instrumentation.copilotsdk;

import io.foundryidentity.agent.bootstrap.CliBridge;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** Learns whether the SDK started the program itself, or connected to a running one. */
final class ConnectAdvice {

  private ConnectAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void connected(
      @Advice.Argument(0) @Nullable Process started, @Advice.Return Object connection) {
    if (started != null) {
      CliBridge.connectedToOwn(connection);
    }
  }
}
