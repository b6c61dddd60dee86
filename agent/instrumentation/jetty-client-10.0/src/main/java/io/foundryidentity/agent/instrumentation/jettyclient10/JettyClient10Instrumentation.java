package io.foundryidentity.agent.instrumentation.jettyclient10;

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
import java.util.stream.Collectors;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;

/**
 * Jetty's HttpClient 10 and 11, HTTP/1.1, HTTP/2 and WebSocket handshakes.
 *
 * <p>Jetty's request is the application's own object, so it is left alone: the decision is made
 * where a sender writes headers, and the sender then reads an authorized copy of them. A tunnel's
 * CONNECT passes there too and is recognized by its method.
 *
 * <p>In Jetty 12 these classes have other names and nearly the same code, so its instrumentation
 * uses this advice too. Public: the runtime makes one.
 */
public final class JettyClient10Instrumentation implements ClientInstrumentation {

  private static final String CLIENT = "org/eclipse/jetty/client/";

  // Jetty 9 has classes with the same names, and Jetty 12 one of them
  private static final ElementMatcher.Junction<TypeDescription> SENDER_10 =
      declaresMethod(named("sendHeaders").and(takesArguments(4)));
  private static final ElementMatcher.Junction<TypeDescription> REQUEST_10 =
      declaresMethod(named("getBody"));
  private static final ElementMatcher.Junction<TypeDescription> CLIENT_10 =
      declaresMethod(named("isUseOutputDirectByteBuffers"))
          .and(
              declaresMethod(
                  named("findProtocolHandler")
                      .and(takesArgument(0, nameEndsWith("jetty.client.api.Request")))));
  private static final ElementMatcher<TypeDescription> GENERATION_10 =
      SENDER_10.or(REQUEST_10).or(CLIENT_10);

  @Override
  public String client() {
    return "jetty-client";
  }

  @Override
  public List<JoinPoint> joinPoints() {
    return joinPoints(RepeatableBodyAdvice.class).stream()
        .map(joinPoint -> joinPoint.inGeneration(GENERATION_10))
        .collect(Collectors.toList());
  }

  /**
   * The join points of Jetty 12 too, with the names that its classes have in Jetty 10.
   *
   * @param repeatableBody that version's {@link RepeatableBodyAdvice}
   */
  public static List<JoinPoint> joinPoints(Class<?> repeatableBody) {
    String request = CLIENT + "HttpRequest";
    return Arrays.asList(
        sender(CLIENT + "http/HttpSenderOverHTTP", SendHeadersAdvice.class),
        sender(
            "org/eclipse/jetty/http2/client/http/HttpSenderOverHTTP2",
            Http2SendHeadersAdvice.class),
        sender(
            "org/eclipse/jetty/http3/client/http/internal/HttpSenderOverHTTP3",
            OtherTransportAdvice.class),
        sender("org/eclipse/jetty/fcgi/client/http/HttpSenderOverFCGI", OtherTransportAdvice.class),
        JoinPoint.in(request, named("getHeaders").and(takesArguments(0)), HeadersAdvice.class),
        JoinPoint.in(request, named("send").and(takesArguments(0)), BlockingSendAdvice.class),
        JoinPoint.in(request, named("send").and(takesArguments(1)), BlockingListenerAdvice.class),
        JoinPoint.in(
                CLIENT + "HttpClient",
                named("findProtocolHandler").and(takesArguments(2)),
                ProtocolHandlerAdvice.class)
            .entering(repeatableBody));
  }

  private static JoinPoint sender(String type, Class<?> advice) {
    return JoinPoint.in(type, named("sendHeaders").and(takesArguments(4)), advice);
  }

  @Override
  public List<String> earlyTypes() {
    return Collections.singletonList(CLIENT + "HttpClient");
  }
}
