package io.foundryidentity.agent.instrumentation.jettyclient9;

import static net.bytebuddy.matcher.ElementMatchers.declaresMethod;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.not;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.support.JoinPoint;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;

/**
 * Jetty's HttpClient 9.4, HTTP/1.1 and HTTP/2.
 *
 * <p>Jetty's request is the application's own object, so it is left alone: the decision is made
 * where a sender writes headers, and the sender then reads an authorized copy of them. A tunnel's
 * CONNECT passes there too and is recognized by its method. Public: the runtime makes one.
 */
public final class JettyClient9Instrumentation implements ClientInstrumentation {

  private static final String CLIENT = "org/eclipse/jetty/client/";

  // Jetty 10 and 11 have classes with the same names
  private static final ElementMatcher<TypeDescription> SENDER_9 =
      declaresMethod(named("sendHeaders").and(takesArguments(3)));
  private static final ElementMatcher<TypeDescription> REQUEST_9 =
      not(declaresMethod(named("getBody")));
  private static final ElementMatcher<TypeDescription> CLIENT_9 =
      not(declaresMethod(named("isUseOutputDirectByteBuffers")));

  @Override
  public String client() {
    return "jetty-client";
  }

  @Override
  public List<JoinPoint> joinPoints() {
    return Arrays.asList(
        sender(CLIENT + "http/HttpSenderOverHTTP", SendHeadersAdvice.class),
        sender(
            "org/eclipse/jetty/http2/client/http/HttpSenderOverHTTP2",
            Http2SendHeadersAdvice.class),
        sender("org/eclipse/jetty/fcgi/client/http/HttpSenderOverFCGI", OtherTransportAdvice.class),
        JoinPoint.in(
                CLIENT + "HttpRequest",
                named("getHeaders").and(takesArguments(0)),
                HeadersAdvice.class)
            .inGeneration(REQUEST_9),
        JoinPoint.in(
                CLIENT + "HttpRequest",
                named("send").and(takesArguments(0)),
                BlockingSendAdvice.class)
            .inGeneration(REQUEST_9),
        JoinPoint.in(
                CLIENT + "HttpRequest",
                named("send").and(takesArguments(1)),
                BlockingListenerAdvice.class)
            .inGeneration(REQUEST_9),
        JoinPoint.in(
                CLIENT + "HttpClient",
                named("findProtocolHandler").and(takesArguments(2)),
                ProtocolHandlerAdvice.class)
            .inGeneration(CLIENT_9));
  }

  private static JoinPoint sender(String type, Class<?> advice) {
    return JoinPoint.in(type, named("sendHeaders").and(takesArguments(3)), advice)
        .inGeneration(SENDER_9);
  }

  @Override
  public List<String> earlyTypes() {
    return Collections.singletonList(CLIENT + "HttpClient");
  }
}
