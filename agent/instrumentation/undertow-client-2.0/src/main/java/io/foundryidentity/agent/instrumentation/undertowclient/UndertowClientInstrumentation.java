package io.foundryidentity.agent.instrumentation.undertowclient;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.support.JoinPoint;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Undertow's client, {@code UndertowClient}, over XNIO.
 *
 * <p>The application opens a connection to an address and sends its requests over it, so the
 * address is noted where the connection opens ({@link ConnectedAdvice}) and handed on to the
 * client's objects above it ({@link HandOnAdvice}). A request's path and headers are the
 * application's word and say nothing about the peer.
 *
 * <p>Nearly all runs on XNIO's I/O threads, which must not wait. A request whose token is late is
 * put off before the client begins it ({@link SendRequestAdvice}). A request may be begun while the
 * handshake of TLS goes on, when there is no certificate yet: it is begun anew after that ({@link
 * InitiateRequestAdvice} for HTTP/1.1, {@link StreamHandshakeAdvice} for HTTP/2).
 *
 * <p>What is written is a copy: of the request for HTTP/1.1 ({@link RequestConduitAdvice}, {@link
 * HeadAdvice}), of its headers for HTTP/2 ({@link CreateStreamAdvice}). The client sends nothing
 * again after an answer, so a refusal is reported for the next request.
 *
 * <p>Public: the runtime makes one.
 */
public final class UndertowClientInstrumentation implements ClientInstrumentation {

  private static final String CLIENT = "io/undertow/client/";

  @Override
  public String client() {
    return "undertow-client";
  }

  @Override
  public List<JoinPoint> joinPoints() {
    return Arrays.asList(
        JoinPoint.in(
            CLIENT + "http/HttpClientProvider",
            named("handleConnected").and(takesArguments(5)),
            ConnectedAdvice.class),
        JoinPoint.in(
            CLIENT + "http2/Http2ClientProvider",
            named("handleConnected").and(takesArguments(5)),
            ConnectedAdvice.class),
        JoinPoint.in(
            CLIENT + "http/HttpClientConnection",
            isConstructor().and(takesArguments(3)),
            HandOnAdvice.class),
        JoinPoint.in(
            "io/undertow/protocols/http2/Http2Channel",
            isConstructor().and(takesArguments(9)),
            HandOnAdvice.class),
        JoinPoint.in(CLIENT + "http2/Http2ClientConnection", isConstructor(), HandOnAdvice.class),
        JoinPoint.in(
            CLIENT + "http/HttpClientConnection",
            named("sendRequest").and(takesArguments(2)),
            SendRequestAdvice.class),
        JoinPoint.in(
            CLIENT + "http2/Http2ClientConnection",
            named("sendRequest").and(takesArguments(2)),
            SendRequestAdvice.class),
        JoinPoint.in(
            CLIENT + "http2/Http2ClientConnection",
            named("sendRequest").and(takesArguments(2)),
            StreamHandshakeAdvice.class),
        JoinPoint.in(
            CLIENT + "http/HttpClientConnection",
            named("initiateRequest").and(takesArguments(1)),
            InitiateRequestAdvice.class),
        JoinPoint.in(
            CLIENT + "http/HttpRequestConduit",
            isConstructor().and(takesArguments(3)),
            RequestConduitAdvice.class),
        JoinPoint.in(
            CLIENT + "http/HttpRequestConduit",
            named("processWrite").and(takesArguments(2)),
            HeadAdvice.class),
        JoinPoint.in(
            "io/undertow/protocols/http2/Http2Channel",
            named("createStream").and(takesArguments(1)),
            CreateStreamAdvice.class),
        JoinPoint.in(
            CLIENT + "http/HttpClientExchange",
            named("setResponse").and(takesArguments(1)),
            AnsweredAdvice.class),
        JoinPoint.in(
            CLIENT + "http2/Http2ClientExchange",
            named("responseReady").and(takesArguments(1)),
            StreamAnsweredAdvice.class));
  }

  @Override
  public List<String> earlyTypes() {
    return Collections.singletonList(CLIENT + "UndertowClient");
  }
}
