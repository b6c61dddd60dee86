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
 * <p><b>Why ProcessImpl</b> and not {@code ProcessBuilder.start}: all ways to start a process call
 * it, also {@code Runtime.exec} and {@code ProcessBuilder.startPipeline}, with the same parameters
 * since Java 8. The environment is one of them. So it is replaced for one call only, and the
 * application's builder, its map and other threads that use them do not see the change.
 *
 * <p>Some JDKs, such as 25, load it when a program reads an environment variable, which is before
 * there is a transformer. So it is transformed when ProcessBuilder loads, if this client is named;
 * see {@code CopilotProcesses}.
 *
 * <p>Public, as the runtime creates it.
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
