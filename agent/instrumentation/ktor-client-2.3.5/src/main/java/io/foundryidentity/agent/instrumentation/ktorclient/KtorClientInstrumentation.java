package io.foundryidentity.agent.instrumentation.ktorclient;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.returns;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.support.JoinPoint;
import java.security.cert.Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.matcher.ElementMatcher;

/**
 * Ktor's own engine, CIO, from 2.3.5 on, the oldest version that is tested. Ktor's other engines
 * use stacks that have their own instrumentation.
 *
 * <p>A request is authorized where its headers are written: after every plugin and redirect, once
 * for each hop, for WebSocket handshakes too. There only the connection's output shows where the
 * request goes, so who is at the other end is noted where the connection is made, and taken over to
 * each channel that the engine puts before the output. Only the failure policy comes a step
 * earlier: a failed write in a pipeline makes the other requests fail too. A proxy's CONNECT is
 * written elsewhere. Public: the runtime makes one.
 */
public final class KtorClientInstrumentation implements ClientInstrumentation {

  private static final String CIO = "io/ktor/client/engine/cio/";
  private static final String TLS = "io/ktor/network/tls/";
  private static final String HOSTNAMES = TLS + "HostnameUtilsKt";
  private static final String REQUEST_DATA = "io.ktor.client.request.HttpRequestData";
  private static final String OUTPUT = "io.ktor.utils.io.ByteWriteChannel";

  @Override
  public String client() {
    return "ktor-client";
  }

  @Override
  public List<JoinPoint> joinPoints() {
    ElementMatcher.Junction<MethodDescription> execute =
        named("execute").and(takesArgument(0, named(REQUEST_DATA))).and(takesArguments(3));
    return Arrays.asList(
        // In this order: a request that is held back is not prepared yet
        JoinPoint.in(CIO + "Endpoint", execute, HoldAdvice.class),
        JoinPoint.in(CIO + "Endpoint", execute, EndpointExecuteAdvice.class)
            .requiringType(HOSTNAMES),
        JoinPoint.in(
            TLS + "TLSClientHandshake",
            named("handleServerDone").and(takesArgument(1, Certificate.class)),
            ServerDoneAdvice.class),
        JoinPoint.in(TLS + "TLSSocket", isConstructor(), TlsSocketAdvice.class),
        JoinPoint.in(
            CIO + "Endpoint",
            named("connect").and(takesArgument(0, named(REQUEST_DATA))),
            ConnectAdvice.class),
        // Before 3.2 or so; newer versions have no such class
        JoinPoint.in(
            "io/ktor/client/network/sockets/TimeoutExceptionsCommonKt",
            named("mapEngineExceptions").and(returns(named(OUTPUT))),
            WrappedOutputAdvice.class),
        JoinPoint.in(
            CIO + "UtilsKt",
            named("handleHalfClosed").and(returns(named(OUTPUT))),
            WrappedOutputAdvice.class),
        JoinPoint.in(
                CIO + "UtilsKt",
                named("writeHeaders")
                    .and(takesArgument(0, named(REQUEST_DATA)))
                    .and(takesArgument(1, named(OUTPUT)))
                    .and(takesArguments(5)),
                WriteHeadersAdvice.class)
            .requiringType(HOSTNAMES),
        JoinPoint.in(
            "io/ktor/client/plugins/HttpSend$DefaultSender",
            named("execute").and(takesArguments(2)),
            SenderAdvice.class));
  }

  @Override
  public List<String> earlyTypes() {
    return Collections.singletonList("io/ktor/client/HttpClientConfig");
  }
}
