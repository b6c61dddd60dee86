package io.foundryidentity.agent.instrumentation.copilotcli;

import io.foundryidentity.agent.bootstrap.ProcessBridge;
import java.util.Map;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** Replaces the environment of a process that is started. */
final class StartAdvice {

  private StartAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static @Nullable Object starting(
      @Advice.Argument(0) String[] command,
      @Advice.Argument(value = 1, readOnly = false) @Nullable Map<String, String> environment) {
    Object start = ProcessBridge.starting(command, environment);
    if (start != null) {
      environment = ProcessBridge.environment(start);
    }
    return start;
  }

  @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
  static void started(
      @Advice.Enter @Nullable Object start, @Advice.Return @Nullable Process process) {
    ProcessBridge.started(start, process);
  }
}
