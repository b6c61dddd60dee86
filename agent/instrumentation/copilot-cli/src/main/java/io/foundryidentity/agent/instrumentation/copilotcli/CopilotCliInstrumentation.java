package io.foundryidentity.agent.instrumentation.copilotcli;

import static net.bytebuddy.matcher.ElementMatchers.isStatic;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.returns;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.support.JoinPoint;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * A Copilot CLI that the application starts itself, such as {@code copilot -p}, with the {@code
 * COPILOT_PROVIDER_*} variables of a target in its environment.
 *
 * <p><b>Why ProcessImpl</b> and not {@code ProcessBuilder.start}: everything that starts a process
 * ends here, {@code Runtime.exec} and {@code ProcessBuilder.startPipeline} as well, with the same
 * parameters from Java 8 on. The environment is one of them. So it is exchanged for one call, and
 * the application's builder, its map and other threads that use them never see another one.
 *
 * <p>Some JDKs load it when anybody asks for an environment variable (25 does), which is before
 * there is a transformer. So the first sight of ProcessBuilder, where this client is named, is the
 * time to transform it; see {@code CopilotProcesses}.
 *
 * <p>Public: the runtime makes one.
 */
public final class CopilotCliInstrumentation implements ClientInstrumentation {

  @Override
  public String client() {
    return "copilot-cli";
  }

  @Override
  public boolean isOnDemand() {
    return true;
  }

  @Override
  public List<JoinPoint> joinPoints() {
    return Collections.singletonList(
        JoinPoint.in(
            "java/lang/ProcessImpl",
            named("start")
                .and(isStatic())
                .and(
                    takesArguments(
                        String[].class,
                        Map.class,
                        String.class,
                        ProcessBuilder.Redirect[].class,
                        boolean.class))
                .and(returns(Process.class)),
            StartAdvice.class));
  }

  @Override
  public List<String> earlyTypes() {
    return Collections.singletonList("java/lang/ProcessBuilder");
  }
}
