package io.foundryidentity.agent.instrumentation.tyrusclient;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.foundryidentity.agent.instrumentation.grizzlyhttpclient.GrizzlyHttpClientInstrumentation;
import io.foundryidentity.agent.instrumentation.jerseyjdkconnector.JerseyJdkConnectorInstrumentation;
import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.support.JoinPoint;
import io.foundryidentity.agent.instrumentation.support.Renames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Tyrus, the reference client for WebSockets, over each of its two containers.
 *
 * <p>One engine makes the handshake's request of each hop and gets its answer ({@link
 * UpgradeRequestAdvice}, {@link AnsweredAdvice}). A container opens a connection for each hop. The
 * one over the JDK's channels is a relative of Jersey's connector: its last two filters have that
 * one's advice under other names. The one over Grizzly writes through the filters that Grizzly's
 * own client writes through, with their advice.
 *
 * <p>The containers' classes are not public, so advice takes their objects as {@code Object}.
 * Public: the runtime makes one.
 */
public final class TyrusClientInstrumentation implements ClientInstrumentation {

  private static final String TYRUS = "org/glassfish/tyrus/";
  private static final String ENGINE = TYRUS + "client/TyrusClientEngine";
  private static final String GRIZZLY = TYRUS + "container/grizzly/client/GrizzlyClientFilter";
  private static final String JDK = TYRUS + "container/jdk/client/";

  @Override
  public String client() {
    return "tyrus-client";
  }

  @Override
  public List<JoinPoint> joinPoints() {
    List<JoinPoint> joinPoints =
        new ArrayList<>(
            Arrays.asList(
                JoinPoint.in(
                    ENGINE,
                    named("createUpgradeRequest").and(takesArguments(1)),
                    UpgradeRequestAdvice.class),
                JoinPoint.in(
                    ENGINE, named("processResponse").and(takesArguments(3)), AnsweredAdvice.class),
                JoinPoint.in(
                    JDK + "ClientFilter",
                    named("sendRequest").and(takesArguments(2)),
                    SendRequestAdvice.class),
                JoinPoint.in(
                    JDK + "HttpRequestBuilder",
                    named("build").and(takesArguments(1)),
                    BuildAdvice.class),
                JoinPoint.in(
                    GRIZZLY,
                    named("getHttpContent").and(takesArguments(1)),
                    HttpContentAdvice.class),
                // Both call that method and write its result
                JoinPoint.in(
                    GRIZZLY, named("sendRequest").and(takesArguments(2)), ForgetAdvice.class),
                JoinPoint.in(
                    GRIZZLY, named("handleRead").and(takesArguments(1)), ForgetAdvice.class),
                JoinPoint.in(
                    "org/glassfish/grizzly/http/HttpCodecFilter",
                    named("encodeHttpPacket").and(takesArguments(4)),
                    EncodeAdvice.class)));
    Renames tyrus = Renames.of("org/glassfish/jersey/jdk/connector/internal/", JDK);
    for (JoinPoint joinPoint : new JerseyJdkConnectorInstrumentation().joinPoints()) {
      if (joinPoint.type().endsWith("/SslFilter")
          || joinPoint.type().endsWith("/TransportFilter")) {
        joinPoints.add(joinPoint.renamed(tyrus));
      }
    }
    for (JoinPoint joinPoint : new GrizzlyHttpClientInstrumentation().joinPoints()) {
      if (joinPoint.type().endsWith("/SSLBaseFilter")
          || joinPoint.type().endsWith("/TCPNIOTransportFilter")) {
        joinPoints.add(joinPoint);
      }
    }
    return joinPoints;
  }

  /** What creates a client, whatever the container. */
  @Override
  public List<String> earlyTypes() {
    return Collections.singletonList(TYRUS + "client/ClientManager");
  }
}
