package io.foundryidentity.agent.instrumentation.apachehttpasyncclient4;

import static net.bytebuddy.matcher.ElementMatchers.declaresMethod;
import static net.bytebuddy.matcher.ElementMatchers.nameEndsWith;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.support.JoinPoint;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Authorizes a request where a connection gets it to write, with the host for which this connection
 * was opened; the connection's manager notes that host when the route is complete.
 *
 * <p>Host and route are not read from the execution context, as applications share one between
 * threads. Public: the runtime makes one.
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
        // Before an exchange has a connection: in 4.0, and from 4.1 on
        JoinPoint.in(
                IMPL + "nio/client/DefaultClientExchangeHandlerImpl",
                named("requestConnection").and(takesArguments(0)),
                HoldAdvice.class)
            .inGeneration(declaresMethod(named("requestConnection"))),
        JoinPoint.in(
            IMPL + "nio/client/AbstractClientExchangeHandler",
            named("requestConnection").and(takesArguments(0)),
            HoldAdvice.class),
        JoinPoint.in(
            IMPL + "nio/conn/PoolingNHttpClientConnectionManager",
            named("routeComplete").and(takesArguments(3)),
            RouteCompleteAdvice.class),
        JoinPoint.in(
            IMPL + "nio/DefaultNHttpClientConnection",
            named("submitRequest").and(takesArguments(1)),
            SubmitRequestAdvice.class),
        JoinPoint.in(
            IMPL + "nio/DefaultNHttpClientConnection",
            named("produceOutput").and(takesArgument(0, nameEndsWith(".NHttpClientEventHandler"))),
            ProduceOutputAdvice.class),
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
