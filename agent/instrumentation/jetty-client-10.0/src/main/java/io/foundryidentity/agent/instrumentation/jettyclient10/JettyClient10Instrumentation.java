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
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;

/**
 * Jetty's HttpClient 10 and 11, HTTP/1.1, HTTP/2 and WebSocket handshakes.
 *
 * <p>Jetty's request is the application's own object. So it is left alone: the decision falls where
 * a sender writes headers, and the sender then reads a signed copy of them. A tunnel's CONNECT
 * passes there too and is known by its method. Public: the runtime makes one.
 */
public final class JettyClient10Instrumentation implements ClientInstrumentation {

  private static final String CLIENT = "org/eclipse/jetty/client/";

  // Jetty 9 has classes of the same names, Jetty 12 one of them
  private static final ElementMatcher<TypeDescription> SENDER_10 =
      declaresMethod(named("sendHeaders").and(takesArguments(4)));
  private static final ElementMatcher<TypeDescription> REQUEST_10 =
      declaresMethod(named("getBody"));
  private static final ElementMatcher<TypeDescription> CLIENT_10 =
      declaresMethod(named("isUseOutputDirectByteBuffers"))
          .and(
              declaresMethod(
                  named("findProtocolHandler")
                      .and(takesArgument(0, nameEndsWith("jetty.client.api.Request")))));

  @Override
  public String client() {
    return "jetty-client";
  }

  @Override
  public List<JoinPoint> joinPoints() {
    return Arrays.asList(
        sender(CLIENT + "http/HttpSenderOverHTTP"),
        sender("org/eclipse/jetty/http2/client/http/HttpSenderOverHTTP2"),
        JoinPoint.in(
                CLIENT + "HttpRequest",
                named("getHeaders").and(takesArguments(0)),
                HeadersAdvice.class)
            .where(REQUEST_10),
        JoinPoint.in(
                CLIENT + "HttpRequest",
                named("send").and(takesArguments(0)),
                BlockingSendAdvice.class)
            .where(REQUEST_10),
        JoinPoint.in(
                CLIENT + "HttpRequest",
                named("send").and(takesArguments(1)),
                BlockingListenerAdvice.class)
            .where(REQUEST_10),
        JoinPoint.in(
                CLIENT + "HttpClient",
                named("findProtocolHandler").and(takesArguments(2)),
                ProtocolHandlerAdvice.class)
            .where(CLIENT_10));
  }

  private static JoinPoint sender(String type) {
    return JoinPoint.in(type, named("sendHeaders").and(takesArguments(4)), SendHeadersAdvice.class)
        .where(SENDER_10);
  }

  @Override
  public List<String> earlyTypes() {
    return Collections.singletonList(CLIENT + "HttpClient");
  }
}
