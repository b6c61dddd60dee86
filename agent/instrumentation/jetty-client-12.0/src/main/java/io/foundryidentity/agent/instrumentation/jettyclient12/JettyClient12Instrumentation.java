package io.foundryidentity.agent.instrumentation.jettyclient12;

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
 * Jetty's HttpClient 12, HTTP/1.1, HTTP/2 and WebSocket handshakes.
 *
 * <p>Jetty's request is the application's own object. So it is left alone: the decision falls where
 * a sender writes headers, and the sender then reads a signed copy of them. A tunnel's CONNECT
 * passes there too and is known by its method. Public: the runtime makes one.
 */
public final class JettyClient12Instrumentation implements ClientInstrumentation {

  private static final String CLIENT = "org/eclipse/jetty/client/";

  @Override
  public String client() {
    return "jetty-client";
  }

  @Override
  public List<JoinPoint> joinPoints() {
    String request = CLIENT + "transport/HttpRequest";
    return Arrays.asList(
        sender(CLIENT + "transport/internal/HttpSenderOverHTTP"),
        sender("org/eclipse/jetty/http2/client/transport/internal/HttpSenderOverHTTP2"),
        JoinPoint.in(request, named("getHeaders").and(takesArguments(0)), HeadersAdvice.class),
        JoinPoint.in(request, named("send").and(takesArguments(0)), BlockingSendAdvice.class),
        JoinPoint.in(request, named("send").and(takesArguments(1)), BlockingListenerAdvice.class),
        JoinPoint.in(
                CLIENT + "HttpClient",
                named("findProtocolHandler").and(takesArguments(2)),
                ProtocolHandlerAdvice.class)
            // Jetty 9 to 11 have a class of this name
            .where(
                declaresMethod(
                    named("findProtocolHandler")
                        .and(takesArgument(0, nameEndsWith("jetty.client.Request"))))));
  }

  private static JoinPoint sender(String type) {
    return JoinPoint.in(type, named("sendHeaders").and(takesArguments(4)), SendHeadersAdvice.class);
  }

  @Override
  public List<String> earlyTypes() {
    return Collections.singletonList(CLIENT + "HttpClient");
  }
}
