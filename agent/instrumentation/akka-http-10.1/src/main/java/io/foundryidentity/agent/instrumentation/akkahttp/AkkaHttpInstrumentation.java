package io.foundryidentity.agent.instrumentation.akkahttp;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
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
 * Akka HTTP's client over HTTP/1.1: pools, single connections and WebSocket handshakes.
 *
 * <p>A connection is a blueprint of stream stages, and the stage that renders a request knows no
 * more than a Host header. Where the blueprint is drawn, its host and its TLS are known; what is
 * noted there travels along with two objects that belong to that blueprint alone: a copy of the
 * settings, and the Host header. A blueprint that an application draws itself, around the public
 * {@code clientLayer}, carries no note and is not signed. A proxy's CONNECT is rendered elsewhere.
 *
 * <p>Public: the runtime makes one.
 */
public final class AkkaHttpInstrumentation implements ClientInstrumentation {

  private static final String HTTP = "akka/http/";
  private static final String ENGINE = HTTP + "impl/engine/";
  private static final String HTTP_EXT = HTTP + "scaladsl/HttpExt";

  @Override
  public String client() {
    return "akka-http";
  }

  @Override
  public List<JoinPoint> joinPoints() {
    return Arrays.asList(
        JoinPoint.in(
            HTTP_EXT,
            named("_outgoingConnection")
                .and(takesArguments(5))
                .and(takesArgument(2, settings()))
                .and(takesArgument(3, named("akka.http.scaladsl.ConnectionContext"))),
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
            ENGINE + "parsing/HttpResponseParser", named("parseEntity"), ParseEntityAdvice.class),
        JoinPoint.in(
            HTTP_EXT,
            named("webSocketClientFlow").and(takesArguments(5)).and(takesArgument(3, settings())),
            WebSocketClientFlowAdvice.class),
        JoinPoint.in(
            ENGINE + "rendering/HttpRequestRendererFactory$",
            named("renderStrict").and(takesArguments(3)).and(takesArgument(1, settings())),
            RenderHandshakeAdvice.class));
  }

  private static ElementMatcher<? super TypeDescription> settings() {
    return named("akka.http.scaladsl.settings.ClientConnectionSettings");
  }

  /**
   * What {@code Http.get(system)} makes. Servers make it too, but a stream stage cannot wait: a
   * client's first request has a token only if the fetch began well before it.
   */
  @Override
  public List<String> earlyTypes() {
    return Collections.singletonList(HTTP_EXT);
  }
}
