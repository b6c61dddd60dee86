package io.foundryidentity.agent.instrumentation.akkahttp;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.nameEndsWith;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.returns;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;
import static net.bytebuddy.matcher.ElementMatchers.takesNoArguments;

import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.support.JoinPoint;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;

/**
 * Akka HTTP's client over HTTP/1.1: pools, single connections and WebSocket handshakes.
 *
 * <p>A connection is a blueprint of stream stages, and the stage that renders a request knows only
 * a Host header. The host is known where the blueprint is made. It is noted with two objects that
 * belong to that blueprint only: a copy of the settings, and the Host header. A blueprint that an
 * application makes itself, with the public {@code clientLayer}, has no note and is not authorized.
 * A proxy's CONNECT is rendered elsewhere.
 *
 * <p>Requests are rendered while TLS, an actor of its own, still shakes hands. So the bytes are
 * noted where they are rendered, and authorized where TLS takes them to encrypt them, or without
 * TLS the TCP connection: there the session's certificate and the channel's address are known. What
 * an application sees or logs in between has no token in it.
 *
 * <p>No stage waits for the first token: a request is held before a pool has it ({@link
 * DispatchAdvice}), and in a connection of the application's own before it is rendered ({@link
 * RenderToSourceAdvice}, {@link WebSocketClientLayerAdvice}).
 *
 * <p>Pekko HTTP began as a copy of Akka HTTP 10.2. Its instrumentation uses this advice with
 * Pekko's names, so these comments are true of both. Public: the runtime makes one.
 */
public final class AkkaHttpInstrumentation implements ClientInstrumentation {

  private static final String HTTP = "akka/http/";
  private static final String ENGINE = HTTP + "impl/engine/";
  private static final String STREAM = "akka/stream/impl/";
  private static final String TCP_STAGE = STREAM + "io/TcpConnectionStage$TcpStreamLogic";
  private static final String HTTP_EXT = HTTP + "scaladsl/HttpExt";

  @Override
  public String client() {
    return "akka-http";
  }

  @Override
  public List<JoinPoint> joinPoints() {
    return Arrays.asList(
        // Before a pool has a request: in 10.1, and from 10.2 on
        JoinPoint.in(
            ENGINE + "client/PoolGateway",
            named("apply").and(takesArguments(1)).and(takesArgument(0, request())),
            DispatchAdvice.class),
        JoinPoint.in(
            ENGINE + "client/PoolMaster",
            named("dispatchRequest").and(takesArguments(3)).and(takesArgument(1, request())),
            DispatchAdvice.class),
        JoinPoint.in(HTTP + "javadsl/Http", named("singleRequest"), SingleRequestAdvice.class),
        JoinPoint.in(
            HTTP_EXT,
            named("_outgoingConnection")
                .and(takesArguments(5))
                .and(takesArgument(2, settings()))
                .and(takesArgument(3, nameEndsWith(".http.scaladsl.ConnectionContext"))),
            OutgoingConnectionAdvice.class),
        JoinPoint.in(
            ENGINE + "client/OutgoingConnectionBlueprint$",
            named("apply").and(takesArguments(3)).and(takesArgument(1, settings())),
            BlueprintAdvice.class),
        JoinPoint.in(
            ENGINE + "rendering/RequestRenderingContext",
            isConstructor().and(takesArguments(3)),
            RequestRenderingContextAdvice.class),
        JoinPoint.in(
            ENGINE + "rendering/HttpRequestRendererFactory",
            named("renderToSource").and(takesArguments(1)),
            RenderToSourceAdvice.class),
        JoinPoint.in(
            ENGINE + "rendering/HttpRequestRendererFactory",
            named("render").and(takesArguments(1)),
            RenderAdvice.class),
        JoinPoint.in(
            HTTP + "impl/util/ByteStringRendering",
            named("get").and(takesNoArguments()),
            RenderingAdvice.class),
        JoinPoint.in(
            STREAM + "io/TLSActor$ChoppingBlock",
            named("chopInto").and(takesArguments(ByteBuffer.class)),
            ChopIntoAdvice.class),
        JoinPoint.in(
            STREAM + "FanIn$InputBunch",
            named("dequeue").and(takesArguments(int.class)).and(returns(Object.class)),
            DequeueAdvice.class),
        JoinPoint.in(TCP_STAGE, named("connecting").and(takesArguments(2)), ConnectingAdvice.class),
        JoinPoint.in(
            TCP_STAGE, nameEndsWith("$$bytesIn").and(takesNoArguments()), BytesInAdvice.class),
        JoinPoint.in(
            ENGINE + "parsing/HttpResponseParser", named("parseEntity"), ParseEntityAdvice.class),
        JoinPoint.in(
            HTTP_EXT,
            named("webSocketClientFlow").and(takesArguments(5)).and(takesArgument(3, settings())),
            WebSocketClientFlowAdvice.class),
        JoinPoint.in(
            HTTP_EXT,
            named("webSocketClientLayer").and(takesArguments(3)).and(takesArgument(1, settings())),
            WebSocketClientLayerAdvice.class),
        JoinPoint.in(
            ENGINE + "rendering/HttpRequestRendererFactory$",
            named("renderStrict").and(takesArguments(3)).and(takesArgument(1, settings())),
            RenderHandshakeAdvice.class));
  }

  private static ElementMatcher<? super TypeDescription> request() {
    return nameEndsWith(".http.scaladsl.model.HttpRequest");
  }

  private static ElementMatcher<? super TypeDescription> settings() {
    return nameEndsWith(".http.scaladsl.settings.ClientConnectionSettings");
  }

  /** What {@code Http.get(system)} makes. Servers make it too. */
  @Override
  public List<String> earlyTypes() {
    return Collections.singletonList(HTTP_EXT);
  }
}
