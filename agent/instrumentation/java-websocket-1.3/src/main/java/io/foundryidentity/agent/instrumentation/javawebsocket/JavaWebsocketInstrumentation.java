package io.foundryidentity.agent.instrumentation.javawebsocket;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.support.JoinPoint;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Java-WebSocket, the client of {@code org.java-websocket}.
 *
 * <p>Its one request is the handshake. The thread that has connected the socket renders it into a
 * queue, and another thread, which starts later, writes it. So the bytes in the queue are replaced
 * in between, where the socket is known and the thread may wait ({@link HandshakeAdvice}): what the
 * application wrote, or can see, never holds the token.
 *
 * <p>Versions before 1.3.4 are built on channels and have other fields: they are left alone.
 * Public: the runtime makes one.
 */
public final class JavaWebsocketInstrumentation implements ClientInstrumentation {

  private static final String PACKAGE = "org/java_websocket/";

  @Override
  public String client() {
    return "java-websocket";
  }

  @Override
  public List<JoinPoint> joinPoints() {
    return Arrays.asList(
        JoinPoint.in(
            PACKAGE + "client/WebSocketClient",
            named("sendHandshake").and(takesArguments(0)),
            HandshakeAdvice.class),
        JoinPoint.in(
            PACKAGE + "client/WebSocketClient",
            named("close").and(takesArguments(0)),
            CloseAdvice.class),
        JoinPoint.in(
            PACKAGE + "WebSocketImpl",
            named("decodeHandshake").and(takesArguments(1)).and(takesArgument(0, ByteBuffer.class)),
            AnsweredAdvice.class));
  }

  @Override
  public List<String> earlyTypes() {
    return Collections.singletonList(PACKAGE + "client/WebSocketClient");
  }
}
