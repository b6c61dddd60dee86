package io.foundryidentity.agent.instrumentation.apachehttpasyncclient4;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.support.JoinPoint;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Signs where a connection is given a request to write, with the host that this connection was
 * opened to; its manager tells when the route is complete.
 *
 * <p>The execution context is not asked for host or route: applications share one between threads.
 * Public: the runtime makes one.
 */
public final class ApacheHttpAsyncClient4Instrumentation implements ClientInstrumentation {

  private static final String IMPL = "org/apache/http/impl/";

  @Override
  public String client() {
    return "apache-httpasyncclient-4";
  }

  @Override
  public List<JoinPoint> joinPoints() {
    return Arrays.asList(
        JoinPoint.in(
            IMPL + "nio/conn/PoolingNHttpClientConnectionManager",
            named("routeComplete").and(takesArguments(3)),
            RouteCompleteAdvice.class),
        JoinPoint.in(
            IMPL + "nio/DefaultNHttpClientConnection",
            named("submitRequest").and(takesArguments(1)),
            SubmitRequestAdvice.class),
        JoinPoint.in(
            IMPL + "nio/conn/ManagedNHttpClientConnectionImpl",
            named("onRequestSubmitted").and(takesArguments(1)),
            RequestSubmittedAdvice.class),
        JoinPoint.in(
            IMPL + "auth/HttpAuthenticator",
            named("handleAuthChallenge").and(takesArguments(5)),
            HandleAuthChallengeAdvice.class),
        JoinPoint.in(
            IMPL + "auth/HttpAuthenticator",
            named("isAuthenticationRequested").and(takesArguments(5)),
            AuthenticationRequestedAdvice.class));
  }

  @Override
  public List<String> earlyTypes() {
    return Collections.singletonList("org/apache/http/impl/nio/client/HttpAsyncClientBuilder");
  }
}
