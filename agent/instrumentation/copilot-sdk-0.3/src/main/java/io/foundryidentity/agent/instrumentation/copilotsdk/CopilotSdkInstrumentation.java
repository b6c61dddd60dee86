package io.foundryidentity.agent.instrumentation.copilotsdk;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.returns;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;
import static net.bytebuddy.matcher.ElementMatchers.takesNoArguments;

import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.support.JoinPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The Copilot SDK for Java from 0.3 on, under its names of 0.x and of 1.x.
 *
 * <p>The SDK makes no model request: a command line program does, which it starts or finds and
 * talks to in JSON-RPC. So what is changed is what that program is told of a session's providers
 * ({@link CopilotCalls}).
 *
 * <p><b>Why JsonRpcClient</b> and not {@code CopilotClient.createSession} with the public setter of
 * a token callback, which 1.0.4 brought. When a session is created there is no connection yet, so
 * nobody knows whether the program can call back. The setter has had two names in two versions, and
 * is missing before; to use it means to write into the application's own {@code ProviderConfig},
 * which has no copy. What every version sends is the same JSON, through this one method, in-process
 * too; there a copy can be changed, and the wire is the protocol that program and SDK have to keep.
 * On the wire a callback is the same whoever registered it.
 *
 * <p>Public: the runtime makes one.
 */
public final class CopilotSdkInstrumentation implements ClientInstrumentation {

  private static final String[] PACKAGES = {"com/github/copilot/sdk/", "com/github/copilot/"};

  @Override
  public String client() {
    return "copilot-sdk";
  }

  @Override
  public List<JoinPoint> joinPoints() {
    List<JoinPoint> joinPoints = new ArrayList<>();
    for (String sdk : PACKAGES) {
      joinPoints.add(
          JoinPoint.in(
              sdk + "JsonRpcClient",
              named("invoke")
                  .and(takesArguments(String.class, Object.class, Class.class))
                  .and(returns(CompletableFuture.class)),
              InvokeAdvice.class));
      joinPoints.add(
          JoinPoint.in(
              sdk + "JsonRpcClient", named("close").and(takesNoArguments()), CloseAdvice.class));
      joinPoints.add(
          JoinPoint.in(
              sdk + "CliServerManager",
              named("connectToServer")
                  .and(takesArguments(Process.class, String.class, Integer.class)),
              ConnectAdvice.class));
      joinPoints.add(
          JoinPoint.in(
              sdk + "CliServerManager",
              named("startCliServer").and(takesNoArguments()),
              StartAdvice.class));
    }
    return joinPoints;
  }

  @Override
  public List<String> earlyTypes() {
    return List.of(PACKAGES[0] + "CopilotClient", PACKAGES[1] + "CopilotClient");
  }
}
