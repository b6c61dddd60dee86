package io.foundryidentity.agent.instrumentation.javahttpclient;

import static net.bytebuddy.matcher.ElementMatchers.declaresMethod;
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
 * <p>Over HTTP/1.1, also for a WebSocket's handshake, the headers are replaced where they are
 * written; over HTTP/2 and HTTP/3 (from Java 26 on) where the stream asks the request for them.
 * These places know the connection, which proves where it leads. The public {@code headers()},
 * which applications log, is another method. Public: the runtime makes one.
 */
public final class JavaHttpClientInstrumentation implements ClientInstrumentation {

  private static final String PACKAGE = "jdk/internal/net/http/";

  @Override
  public String client() {
    return "java-http-client";
  }

  @Override
  public List<JoinPoint> joinPoints() {
    return Arrays.asList(
        JoinPoint.in(
            PACKAGE + "HttpRequestImpl",
            named("getUserHeaders").and(takesArguments(0)),
            UserHeadersAdvice.class),
        JoinPoint.in(
            PACKAGE + "Http1Request",
            named("collectHeaders0").and(takesArguments(1)),
            CollectHeadersAdvice.class),
        JoinPoint.in(
            PACKAGE + "Stream",
            named("headerFrame").and(takesArguments(1)),
            HeaderFrameAdvice.class),
        // From Java 26 on
        JoinPoint.in(
            PACKAGE + "Http3ExchangeImpl",
            named("sendHeaders").and(takesArguments(0)),
            HeaderFrameAdvice.class),
        JoinPoint.in(
                PACKAGE + "Exchange",
                named("establishExchange").and(takesArguments(1)),
                EstablishExchangeAdvice.class)
            .inGeneration(declaresMethod(named("hasReachedStreamLimit"))),
        // Up to Java 23
        JoinPoint.in(
                PACKAGE + "common/Utils",
                named("CONTEXT_RESTRICTED").and(takesArguments(1)),
                RestrictedHeadersAdvice.class)
            .inGeneration(declaresMethod(named("CONTEXT_RESTRICTED"))),
        JoinPoint.in(PACKAGE + "Response", isConstructor(), ResponseAdvice.class),
        JoinPoint.in(
            PACKAGE + "MultiExchange",
            named("responseFilters").and(takesArguments(1)),
            ResponseFiltersAdvice.class));
  }

  @Override
  public List<String> earlyTypes() {
    return Collections.singletonList(PACKAGE + "HttpClientBuilderImpl");
  }
}
