package io.foundryidentity.agent.instrumentation.grizzlyhttpclient;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.nameEndsWith;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.support.JoinPoint;
import java.util.Arrays;
import java.util.List;

/**
 * Grizzly's HTTP client, {@code GrizzlyAsyncHttpProvider}. Jersey's Grizzly connector sends over
 * it.
 *
 * <p>Each hop is a transaction ({@link TransactionAdvice}) on a connection ({@link
 * ExchangeAdvice}). A chain of filters renders its head ({@link EncodeAdvice}), encrypts it ({@link
 * WrapAllAdvice}), and writes it ({@link TransportWriteAdvice}). TLS may still shake hands when the
 * head is rendered. So the rendered bytes are noted, and authorized in the last two places. The
 * request's headers never hold the token.
 *
 * <p>The chain runs on I/O threads, which must not wait. A request whose token is late is held
 * before it gets a connection ({@link OpenAdvice}), and a later hop before it is written ({@link
 * ExecuteAdvice}).
 *
 * <p>Some of the classes are not public, so advice takes their objects as {@code Object}, and asks
 * them with the look-up of the class into which it is copied. Grizzly's servers use the same
 * filters; nothing of theirs has a note. Public: the runtime makes one.
 */
public final class GrizzlyHttpClientInstrumentation implements ClientInstrumentation {

  private static final String CLIENT = "com/ning/http/client/providers/grizzly/";
  private static final String PROVIDER = CLIENT + "GrizzlyAsyncHttpProvider";
  private static final String GRIZZLY = "org/glassfish/grizzly/";

  @Override
  public String client() {
    return "grizzly-http-client";
  }

  @Override
  public List<JoinPoint> joinPoints() {
    return Arrays.asList(
        JoinPoint.in(
            PROVIDER,
            named("execute")
                .and(takesArguments(2))
                .and(takesArgument(0, nameEndsWith(".http.client.Request"))),
            StartAdvice.class),
        JoinPoint.in(
            CLIENT + "ConnectionManager",
            named("openAsync")
                .and(takesArguments(2))
                .and(takesArgument(0, nameEndsWith(".http.client.Request"))),
            OpenAdvice.class),
        JoinPoint.in(
            CLIENT + "HttpTransactionContext",
            isConstructor().and(takesArguments(4)),
            TransactionAdvice.class),
        JoinPoint.in(
            PROVIDER,
            named("execute")
                .and(takesArguments(1))
                .and(takesArgument(0, nameEndsWith(".HttpTransactionContext"))),
            ExecuteAdvice.class),
        JoinPoint.in(
            CLIENT + "AhcHttpContext",
            isConstructor().and(takesArguments(5)),
            ExchangeAdvice.class),
        JoinPoint.in(
            GRIZZLY + "http/HttpCodecFilter",
            named("encodeHttpPacket").and(takesArguments(4)),
            EncodeAdvice.class),
        JoinPoint.in(
            GRIZZLY + "ssl/SSLBaseFilter",
            named("wrapAll").and(takesArguments(2)),
            WrapAllAdvice.class),
        JoinPoint.in(
            GRIZZLY + "nio/transport/TCPNIOTransportFilter",
            named("handleWrite").and(takesArguments(1)),
            TransportWriteAdvice.class),
        JoinPoint.in(
            CLIENT + "AhcEventFilter",
            named("onInitialLineParsed").and(takesArguments(2)),
            AnsweredAdvice.class));
  }

  /** What an application makes, or Jersey for it. */
  @Override
  public List<String> earlyTypes() {
    return Arrays.asList(
        PROVIDER, "org/glassfish/jersey/grizzly/connector/GrizzlyConnectorProvider");
  }
}
