package io.foundryidentity.agent.instrumentation.helidonwebclient;

import static net.bytebuddy.matcher.ElementMatchers.isBridge;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.not;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.support.JoinPoint;
import io.foundryidentity.agent.instrumentation.support.Renames;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.matcher.ElementMatcher;

/**
 * Helidon's WebClient from 4.0 on, over HTTP/1.1 and HTTP/2.
 *
 * <p>A request is authorized in the last link of its chain, below the application's services. This
 * is once for each hop, for WebSocket handshakes too, and the connection is known there. Public:
 * the runtime makes one.
 */
public final class HelidonWebClientInstrumentation implements ClientInstrumentation {

  private static final String CLIENT = "io/helidon/webclient/";

  /**
   * The method with the request, its headers and its connection; without a stream it is HTTP/1.1.
   */
  private static final ElementMatcher<MethodDescription> HTTP_1 =
      named("doProceed").and(takesArguments(6)).and(takesHeaders(2));

  private static final ElementMatcher<MethodDescription> HTTP_2 =
      named("doProceed").and(takesArguments(3)).and(takesHeaders(1));

  /**
   * {@link ProceedAdvice} reads a field by its name in HTTP/1.1; HTTP/2 has another name for it.
   */
  private static final Renames HTTP_2_FIELD = Renames.ofField("originalRequest", "clientRequest");

  @Override
  public String client() {
    return "helidon-webclient";
  }

  @Override
  public List<JoinPoint> joinPoints() {
    return Arrays.asList(
        JoinPoint.in(
            "io/helidon/common/socket/TlsSocket",
            named("client").and(takesArguments(2)),
            TlsSocketAdvice.class),
        in(
            "api/TcpClientConnection",
            named("connect").and(takesArguments(0)).and(not(isBridge())),
            ConnectAdvice.class),
        in("http1/Http1CallChainBase", named("proceed"), ProceedAdvice.class),
        in("http1/Http1CallEntityChain", HTTP_1, Http1SignAdvice.class),
        in("http1/Http1CallEntityChain", HTTP_1, RetryAdvice.class),
        in("http1/Http1CallOutputStreamChain", HTTP_1, Http1SignAdvice.class),
        in("http2/Http2CallChainBase", named("proceed"), ProceedAdvice.class).renamed(HTTP_2_FIELD),
        in("http2/Http2CallEntityChain", HTTP_2, Http2SignAdvice.class),
        in("http2/Http2CallEntityChain", HTTP_2, RetryAdvice.class),
        in("http2/Http2CallOutputStreamChain", HTTP_2, Http2SignAdvice.class));
  }

  private static JoinPoint in(
      String type, ElementMatcher<? super MethodDescription> method, Class<?> advice) {
    return JoinPoint.in(CLIENT + type, method, advice);
  }

  private static ElementMatcher<MethodDescription> takesHeaders(int index) {
    return takesArgument(index, named("io.helidon.http.ClientRequestHeaders"));
  }

  /**
   * Every kind of client is configured with this class; a Helidon server alone does not load it.
   */
  @Override
  public List<String> earlyTypes() {
    return Collections.singletonList(CLIENT + "api/HttpClientConfig");
  }
}
