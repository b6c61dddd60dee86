package io.foundryidentity.agent.instrumentation.commonshttpclient;

import static net.bytebuddy.matcher.ElementMatchers.declaresMethod;
import static net.bytebuddy.matcher.ElementMatchers.isDeclaredBy;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;
import static net.bytebuddy.matcher.ElementMatchers.takesNoArguments;

import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.support.JoinPoint;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Commons HttpClient 3, the predecessor of Apache HttpClient.
 *
 * <p>The request is the application's own {@code HttpMethod}, which goes from hop to hop and can be
 * read at any time. So its headers stay as they are: while an authorized head is written, the
 * connection leaves out the lines with the application's credentials ({@link PrintAdvice}), and the
 * line with the token follows as the last ({@link WriteRequestHeadersAdvice}). Not even the
 * client's wire log shows it. Public: the runtime makes one.
 */
public final class CommonsHttpClientInstrumentation implements ClientInstrumentation {

  private static final String PACKAGE = "org/apache/commons/httpclient/";

  @Override
  public String client() {
    return "commons-httpclient-3";
  }

  @Override
  public List<JoinPoint> joinPoints() {
    return Arrays.asList(
        director("executeMethod", ExecuteMethodAdvice.class),
        director("executeWithRetry", ExecuteWithRetryAdvice.class),
        director("isAuthenticationNeeded", AuthenticationNeededAdvice.class),
        director("processAuthenticationResponse", AuthenticationResponseAdvice.class),
        // Version 2 has a method of that name too, but nothing else that is needed here
        JoinPoint.in(
            PACKAGE + "HttpMethodBase",
            named("writeRequestHeaders")
                .and(takesArguments(2))
                .and(isDeclaredBy(declaresMethod(named("getHostAuthState")))),
            WriteRequestHeadersAdvice.class),
        JoinPoint.in(
            PACKAGE + "HttpConnection",
            named("isTransparent").and(takesNoArguments()),
            IsTransparentAdvice.class),
        JoinPoint.in(
            PACKAGE + "HttpConnection",
            named("print").and(takesArguments(String.class, String.class)),
            PrintAdvice.class));
  }

  private static JoinPoint director(String method, Class<?> advice) {
    return JoinPoint.in(
        PACKAGE + "HttpMethodDirector", named(method).and(takesArguments(1)), advice);
  }

  @Override
  public List<String> earlyTypes() {
    return Collections.singletonList(PACKAGE + "HttpClient");
  }
}
