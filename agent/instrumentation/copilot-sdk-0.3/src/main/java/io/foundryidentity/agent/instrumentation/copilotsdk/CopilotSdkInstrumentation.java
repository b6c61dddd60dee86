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
 * <p>The SDK does not send model requests itself. A command line program does, which the SDK starts
 * or finds, and calls with JSON-RPC. So the agent changes a session's providers in these calls
 * ({@link CopilotCalls}).
 *
 * <p><b>Why JsonRpcClient</b> and not {@code CopilotClient.createSession} with the public setter of
 * a token callback, which 1.0.4 added. When a session is created there is no connection yet, so it
 * is not known whether the program supports the callback. The setter has different names in two
 * versions and does not exist before; and it would change the application's own {@code
 * ProviderConfig}, which cannot be copied. All versions send the same JSON through this one method,
 * also in-process. A copy of it can be changed, and program and SDK must keep this protocol
 * compatible. In the protocol all callbacks look the same, whoever registered them.
 *
 * <p>Public, as the runtime creates it.
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
