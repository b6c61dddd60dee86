package io.foundryidentity.agent.instrumentation.asynchttpclient;

import static net.bytebuddy.matcher.ElementMatchers.nameStartsWith;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.support.JoinPoint;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.matcher.ElementMatcher;

/**
 * The one retry and the read timeout of AsyncHttpClient 2.2 and later; Netty's instrumentation
 * authorizes what it writes.
 *
 * <p>A refused request is sent again where the client itself answers a 401 of a realm, and in the
 * same way. Its threads must not wait, so the answer is held before the client's handler sees it
 * while another token is being fetched. Public: the runtime makes one.
 */
public final class AsyncHttpClientInstrumentation implements ClientInstrumentation {

  private static final String NETTY = "org/asynchttpclient/netty/";
  private static final String HANDLER = NETTY + "handler/AsyncHttpClientHandler";

  @Override
  public String client() {
    return "async-http-client";
  }

  @Override
  public List<JoinPoint> joinPoints() {
    return Arrays.asList(
        original(HANDLER, named("channelRead").and(takesArguments(2)), HoldAnswerAdvice.class),
        original(HANDLER, named("channelInactive").and(takesArguments(1)), HoldCloseAdvice.class),
        original(
            NETTY + "handler/intercept/Unauthorized401Interceptor",
            named("exitAfterHandling401").and(takesArguments(6)),
            RetryAdvice.class),
        original(
            NETTY + "timeout/ReadTimeoutTimerTask",
            named("run").and(takesArguments(1)),
            ReadTimeoutAdvice.class));
  }

  /**
   * Under its own name only: a copy that was shaded into another package has a Netty of its own, as
   * that of Play WS, and the advice names Netty's classes.
   */
  private static JoinPoint original(
      String type, ElementMatcher<? super MethodDescription> method, Class<?> advice) {
    return JoinPoint.in(type, method, advice).inGeneration(nameStartsWith("org.asynchttpclient."));
  }

  /** Netty's instrumentation has it. */
  @Override
  public List<String> earlyTypes() {
    return Collections.emptyList();
  }
}
