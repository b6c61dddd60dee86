package io.foundryidentity.agent.instrumentation.okhttp;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.support.JoinPoint;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * OkHttp from 3.0 on, shaded copies included.
 *
 * <p>A request is signed where its codec writes the headers: after every interceptor, once for each
 * hop, for WebSocket handshakes too. A proxy's CONNECT is written by the connection itself and does
 * not pass there. Public: the runtime makes one.
 */
public final class OkHttpInstrumentation implements ClientInstrumentation {

  /** The codecs' names by version; the method that writes the headers has kept its own. */
  private static final List<String> CODECS =
      Collections.unmodifiableList(
          Arrays.asList(
              // 3.14 and later
              "okhttp3/internal/http1/Http1ExchangeCodec",
              "okhttp3/internal/http2/Http2ExchangeCodec",
              // 3.5 to 3.13
              "okhttp3/internal/http1/Http1Codec",
              "okhttp3/internal/http2/Http2Codec",
              // 3.0 to 3.4
              "okhttp3/internal/http/Http1xStream",
              "okhttp3/internal/http/Http2xStream"));

  @Override
  public String client() {
    return "okhttp";
  }

  @Override
  public List<JoinPoint> joinPoints() {
    JoinPoint[] places = new JoinPoint[CODECS.size() + 3];
    for (int i = 0; i < CODECS.size(); i++) {
      places[i] =
          JoinPoint.in(
              CODECS.get(i),
              named("writeRequestHeaders").and(takesArguments(1)),
              WriteRequestHeadersAdvice.class);
    }
    // 3.4 and later: the interceptor that drives the codec knows the route
    places[CODECS.size()] =
        JoinPoint.in(
            "okhttp3/internal/http/CallServerInterceptor",
            named("intercept").and(takesArguments(1)),
            RouteAdvice.class);
    // 3.4 and later; what follows the response among the arguments differs
    places[CODECS.size() + 1] =
        JoinPoint.in(
            "okhttp3/internal/http/RetryAndFollowUpInterceptor",
            named("followUpRequest"),
            FollowUpRequestAdvice.class);
    // 3.0 to 3.3
    places[CODECS.size() + 2] =
        JoinPoint.in(
            "okhttp3/internal/http/HttpEngine",
            named("followUpRequest").and(takesArguments(0)),
            EngineFollowUpRequestAdvice.class);
    return Arrays.asList(places);
  }

  @Override
  public List<String> earlyTypes() {
    return Collections.singletonList("okhttp3/OkHttpClient");
  }
}
