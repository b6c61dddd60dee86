package io.foundryidentity.agent.instrumentation.apachehttpclient5;

import static net.bytebuddy.matcher.ElementMatchers.declaresMethod;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.returns;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.support.JoinPoint;
import java.util.Arrays;
import java.util.List;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.matcher.ElementMatcher;

/**
 * Apache HttpClient from 5.0 on, classic and asynchronous, over HTTP/1.1 and HTTP/2, shaded copies
 * included.
 *
 * <p>A request is authorized by the connection that writes it. This is after every interceptor and
 * once for each hop. What the application says about the host does not count there: the connection
 * knows for which host it was opened, and its session or socket proves that it leads there. Public:
 * the runtime makes one.
 */
public final class ApacheHttpClient5Instrumentation implements ClientInstrumentation {

  private static final String CORE = "org/apache/hc/core5/http";
  private static final String CLIENT = "org/apache/hc/client5/http/impl/";

  @Override
  public String client() {
    return "apache-httpclient-5";
  }

  @Override
  public List<JoinPoint> joinPoints() {
    return Arrays.asList(
        // Classic: the connection, what opens it, what logs what it wrote, and what gets the answer
        JoinPoint.in(
            CORE + "/impl/io/DefaultBHttpClientConnection",
            named("sendRequestHeader").and(takesArguments(1)),
            SendRequestHeaderAdvice.class),
        JoinPoint.in(
            CLIENT + "io/DefaultHttpClientConnectionOperator",
            named("connect").or(named("upgrade")),
            ConnectAdvice.class),
        JoinPoint.in(
            CLIENT + "io/DefaultManagedHttpClientConnection",
            named("onRequestSubmitted").and(takesArguments(1)),
            RequestSubmittedAdvice.class),
        JoinPoint.in(
            CORE + "/impl/io/HttpRequestExecutor",
            named("execute").and(takesArguments(4)),
            ExecuteAdvice.class),
        // Asynchronous, HTTP/1.1: the connection
        JoinPoint.in(
            CORE + "/impl/nio/AbstractHttp1StreamDuplexer",
            named("commitMessageHead").and(takesArguments(3)),
            CommitMessageHeadAdvice.class),
        // Asynchronous, HTTP/2: the connection, and the stream, which knows the request
        JoinPoint.in(
            CORE + "2/impl/nio/AbstractH2StreamMultiplexer",
            named("commitHeaders").and(takesArguments(3)),
            CommitHeadersAdvice.class),
        JoinPoint.in(
            CORE + "2/impl/nio/ClientH2StreamHandler",
            named("commitRequest").and(takesArguments(2)),
            CommitRequestAdvice.class),
        // Before and after a hop, below redirects
        JoinPoint.in(
            CLIENT + "async/AsyncProtocolExec",
            named("execute").and(takesArguments(5)),
            PrepareAsyncAdvice.class),
        // 5.4 and later
        JoinPoint.in(
                "org/apache/hc/client5/http/HttpRoute",
                named("getTargetName").and(takesArguments(0)),
                TargetNameAdvice.class)
            .inGeneration(declaresMethod(named("getTargetName"))),
        JoinPoint.in(CLIENT + "classic/ProtocolExec", retry(), RetryAdvice.class),
        JoinPoint.in(CLIENT + "async/AsyncProtocolExec", retry(), RetryAsyncAdvice.class));
  }

  /** Has six arguments up to 5.1, and seven later; response and context are the last two. */
  private static ElementMatcher.Junction<MethodDescription> retry() {
    return named("needAuthentication")
        .and(returns(boolean.class))
        .and(takesArguments(6).or(takesArguments(7)));
  }

  @Override
  public List<String> earlyTypes() {
    return Arrays.asList(
        CLIENT + "classic/HttpClientBuilder",
        CLIENT + "async/HttpAsyncClientBuilder",
        CLIENT + "async/H2AsyncClientBuilder");
  }
}
