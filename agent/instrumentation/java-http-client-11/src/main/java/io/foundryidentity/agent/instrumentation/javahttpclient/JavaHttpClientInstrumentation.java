package io.foundryidentity.agent.instrumentation.javahttpclient;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.support.JoinPoint;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The JDK's {@code java.net.http.HttpClient}, from Java 11 on.
 *
 * <p>HTTP/1.1, HTTP/2 and WebSocket handshakes all take the headers that they write from one
 * method, once for each hop; the public {@code headers()}, which applications log, is another.
 * Public: the runtime makes one.
 */
public final class JavaHttpClientInstrumentation implements ClientInstrumentation {

  @Override
  public String client() {
    return "java-http-client";
  }

  @Override
  public List<JoinPoint> joinPoints() {
    return Arrays.asList(
        JoinPoint.in(
            "jdk/internal/net/http/HttpRequestImpl",
            named("getUserHeaders").and(takesArguments(0)),
            UserHeadersAdvice.class),
        JoinPoint.in("jdk/internal/net/http/Response", isConstructor(), ResponseAdvice.class),
        JoinPoint.in(
            "jdk/internal/net/http/MultiExchange",
            named("responseFilters").and(takesArguments(1)),
            ResponseFiltersAdvice.class));
  }

  @Override
  public List<String> earlyTypes() {
    return Collections.singletonList("jdk/internal/net/http/HttpClientBuilderImpl");
  }
}
