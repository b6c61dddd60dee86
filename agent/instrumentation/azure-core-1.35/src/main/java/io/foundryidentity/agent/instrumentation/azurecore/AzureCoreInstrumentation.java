package io.foundryidentity.agent.instrumentation.azurecore;

import static net.bytebuddy.matcher.ElementMatchers.declaresField;
import static net.bytebuddy.matcher.ElementMatchers.declaresMethod;
import static net.bytebuddy.matcher.ElementMatchers.isStatic;
import static net.bytebuddy.matcher.ElementMatchers.isSynthetic;
import static net.bytebuddy.matcher.ElementMatchers.nameStartsWith;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.not;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.support.JoinPoint;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.matcher.ElementMatchers;

/**
 * The one retry of azure-core from 1.35 on, for HTTP stacks below it that have none; it authorizes
 * nothing.
 *
 * <p>The stack below a transport authorizes. OkHttp sends a refused request once more by itself.
 * Netty has no such mechanism, and the JDK's client does not do it with azure-core's bodies, which
 * are streams to it; so azure-core's own retry policy does. The transports on top of these note
 * each request. It is not known what another request carries, so over other transports, and over
 * HTTP clients of the application's own, nothing happens.
 *
 * <p>The policy handles each answer in one step of its chain, the body of a lambda, which either
 * starts the next try or returns the answer. That step is delayed while another token is being
 * fetched; synchronous callers wait where the decision is made. Public: the runtime makes one.
 */
public final class AzureCoreInstrumentation implements ClientInstrumentation {

  private static final String HTTP = "com/azure/core/http/";
  private static final String NETTY = HTTP + "netty/implementation/";
  private static final String RETRY_POLICY = HTTP + "policy/RetryPolicy";

  private static final ElementMatcher<MethodDescription> SENDS =
      ElementMatchers.<MethodDescription>namedOneOf("send", "sendSync").and(takesArguments(2));

  private static final ElementMatcher<MethodDescription> CLOSES =
      ElementMatchers.<MethodDescription>named("close").and(takesArguments(0));

  private static final ElementMatcher<MethodDescription> WRITE_TIMER =
      ElementMatchers.<MethodDescription>named("writeTimeoutRunnable").and(takesArguments(1));

  private static final ElementMatcher<MethodDescription> RESPONSE_TIMER =
      ElementMatchers.<MethodDescription>named("responseTimedOut").and(takesArguments(1));

  @Override
  public String client() {
    return "azure-core";
  }

  @Override
  public List<JoinPoint> joinPoints() {
    return Arrays.asList(
        // Its sendSync calls this method too
        JoinPoint.in(HTTP + "netty/NettyAsyncHttpClient", SENDS, SendAdvice.class),
        JoinPoint.in(NETTY + "NettyAsyncHttpResponse", CLOSES, NettyCloseAdvice.class),
        // Each transport has one generation of the timers, the newer ones all in one handler
        JoinPoint.in(NETTY + "WriteTimeoutHandler", WRITE_TIMER, WriteTimeoutAdvice.class)
            .inGeneration(declaresMethod(WRITE_TIMER).and(declaresField(named("timeoutMillis")))),
        JoinPoint.in(NETTY + "ResponseTimeoutHandler", RESPONSE_TIMER, ResponseTimeoutAdvice.class)
            .inGeneration(
                declaresMethod(RESPONSE_TIMER)
                    .and(declaresField(named("timeoutMillis")))
                    .and(declaresField(named("responseTimeoutWatcher")))),
        JoinPoint.in(NETTY + "AzureSdkHandler", WRITE_TIMER, SdkWriteTimeoutAdvice.class)
            .inGeneration(
                declaresMethod(WRITE_TIMER).and(declaresField(named("writeTimeoutMillis")))),
        JoinPoint.in(NETTY + "AzureSdkHandler", RESPONSE_TIMER, SdkResponseTimeoutAdvice.class)
            .inGeneration(
                declaresMethod(RESPONSE_TIMER)
                    .and(declaresField(named("responseTimeoutMillis")))
                    .and(declaresField(named("responseTimeoutWatcher")))),
        JoinPoint.in(HTTP + "vertx/VertxHttpClient", SENDS, SendAdvice.class),
        JoinPoint.in(
            HTTP + "vertx/implementation/VertxHttpResponse", CLOSES, VertxCloseAdvice.class),
        JoinPoint.in(HTTP + "jdk/httpclient/JdkHttpClient", SENDS, JdkSendAdvice.class),
        // The answer is last; before it are the variables that the lambda captures, in an order
        // that differs
        JoinPoint.in(
            RETRY_POLICY,
            isSynthetic()
                .and(not(isStatic()))
                .and(nameStartsWith("lambda$attemptAsync$"))
                .and(takesArguments(6))
                .and(takesArgument(0, int.class))
                .and(takesArgument(5, named("com.azure.core.http.HttpResponse"))),
            AttemptAdvice.class),
        // From 1.46 on the exceptions of earlier tries follow
        JoinPoint.in(
            RETRY_POLICY,
            named("shouldRetry")
                .and(isStatic())
                .and(takesArgument(1, named("com.azure.core.http.HttpResponse")))
                .and(takesArgument(2, int.class)),
            ShouldRetryAdvice.class),
        JoinPoint.in(
            RETRY_POLICY,
            named("determineDelayDuration").and(isStatic()).and(takesArguments(5)),
            DelayAdvice.class));
  }

  /**
   * The stack's instrumentation has them; azure-core is used for many services other than Foundry.
   */
  @Override
  public List<String> earlyTypes() {
    return Collections.emptyList();
  }
}
