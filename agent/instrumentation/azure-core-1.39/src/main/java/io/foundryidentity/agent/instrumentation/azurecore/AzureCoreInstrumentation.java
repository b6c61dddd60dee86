package io.foundryidentity.agent.instrumentation.azurecore;

import static net.bytebuddy.matcher.ElementMatchers.isStatic;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.support.JoinPoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The one retry of azure-core from 1.39 on; it signs nothing.
 *
 * <p>The HTTP stack below a transport signs. OkHttp and the JDK's client send a refused request
 * once more by themselves; Netty and Vert.x cannot, so here azure-core's own retry policy does it.
 * Which transport a request went through is told by what is remembered: only those two note it.
 * Public: the runtime makes one.
 */
public final class AzureCoreInstrumentation implements ClientInstrumentation {

  private static final String HTTP = "com/azure/core/http/";

  @Override
  public String client() {
    return "azure-core";
  }

  @Override
  public List<JoinPoint> joinPoints() {
    List<JoinPoint> joinPoints = new ArrayList<>();
    for (String transport : Arrays.asList("netty/NettyAsyncHttpClient", "vertx/VertxHttpClient")) {
      joinPoints.add(
          JoinPoint.in(HTTP + transport, named("send").and(takesArguments(2)), SendAdvice.class));
      joinPoints.add(
          JoinPoint.in(
              HTTP + transport, named("sendSync").and(takesArguments(2)), SendSyncAdvice.class));
    }
    joinPoints.add(
        // What follows the number of tries differs
        JoinPoint.in(
            HTTP + "policy/RetryPolicy",
            named("shouldRetry").and(isStatic()).and(takesArgument(2, int.class)),
            ShouldRetryAdvice.class));
    joinPoints.add(
        JoinPoint.in(
            HTTP + "policy/RetryPolicy",
            named("determineDelayDuration").and(isStatic()).and(takesArguments(5)),
            DelayAdvice.class));
    return joinPoints;
  }

  @Override
  public List<String> earlyTypes() {
    return Collections.singletonList(HTTP + "HttpPipelineBuilder");
  }
}
