package io.foundryidentity.agent.instrumentation.apachehttpclient4;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.support.JoinPoint;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.matcher.ElementMatcher;

/**
 * Authorizes a request where a connection writes its head, with the host for which this connection
 * was opened.
 *
 * <p>Host and route are not read from the execution context: a virtual host changes the host, and
 * applications share a context between threads, so that both may belong to another request.
 *
 * <p>There are two clients. The builder's, from 4.3 on, learns a connection's route when its
 * manager completes it, and keeps that with the connection. {@code DefaultHttpClient}, which every
 * version has, has connections that know their host themselves. Public: the runtime makes one.
 */
public final class ApacheHttpClient4Instrumentation implements ClientInstrumentation {

  private static final String IMPL = "org/apache/http/impl/";

  @Override
  public String client() {
    return "apache-httpclient-4";
  }

  @Override
  public List<JoinPoint> joinPoints() {
    return Arrays.asList(
        // 4.3 and later
        routeComplete("PoolingHttpClientConnectionManager"),
        routeComplete("BasicHttpClientConnectionManager"),
        JoinPoint.in(
            IMPL + "DefaultBHttpClientConnection",
            named("bind").and(takesArguments(Socket.class)),
            BindAdvice.class),
        JoinPoint.in(
            IMPL + "DefaultBHttpClientConnection", writesHead(), SendRequestHeaderAdvice.class),
        JoinPoint.in(
            IMPL + "conn/LoggingManagedHttpClientConnection",
            named("onRequestSubmitted").and(takesArguments(1)),
            RequestSubmittedAdvice.class),
        JoinPoint.in(
            IMPL + "execchain/MainClientExec",
            named("needAuthentication").and(takesArguments(5)),
            NeedAuthenticationAdvice.class),
        // 4.0 and later
        JoinPoint.in(
            IMPL + "conn/DefaultClientConnection",
            writesHead(),
            OperatedSendRequestHeaderAdvice.class),
        JoinPoint.in(
            IMPL + "AbstractHttpClientConnection", writesHead(), RequestWrittenAdvice.class),
        JoinPoint.in(
            IMPL + "client/DefaultRequestDirector",
            named("handleResponse").and(takesArguments(3)),
            HandleResponseAdvice.class));
  }

  private static JoinPoint routeComplete(String manager) {
    return JoinPoint.in(
        IMPL + "conn/" + manager,
        named("routeComplete").and(takesArguments(3)),
        RouteCompleteAdvice.class);
  }

  private static ElementMatcher<MethodDescription> writesHead() {
    return named("sendRequestHeader").and(takesArguments(1));
  }

  @Override
  public List<String> earlyTypes() {
    return Arrays.asList(
        "org/apache/http/impl/client/HttpClientBuilder",
        "org/apache/http/impl/client/AbstractHttpClient");
  }
}
