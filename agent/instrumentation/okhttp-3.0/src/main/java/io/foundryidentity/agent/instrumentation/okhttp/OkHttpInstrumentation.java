package io.foundryidentity.agent.instrumentation.okhttp;

import static net.bytebuddy.matcher.ElementMatchers.declaresField;
import static net.bytebuddy.matcher.ElementMatchers.declaresMethod;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.not;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.support.JoinPoint;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;

/**
 * OkHttp from 3.0 on, shaded copies included.
 *
 * <p>A request is authorized where its codec writes the headers: after every interceptor, once for
 * each hop, for WebSocket handshakes too. A proxy's CONNECT is written by the connection itself and
 * does not pass there. Public: the runtime makes one.
 */
public final class OkHttpInstrumentation implements ClientInstrumentation {

  private static final String INTERNAL = "okhttp3/internal/";

  @Override
  public String client() {
    return "okhttp";
  }

  @Override
  public List<JoinPoint> joinPoints() {
    return Arrays.asList(
        // 3.14 and later
        codec("http1/Http1ExchangeCodec", Http1RequestAdvice.class),
        head("http1/Http1ExchangeCodec"),
        codec("http2/Http2ExchangeCodec", WriteRequestHeadersAdvice.class),
        // 3.5 to 3.13
        codec("http1/Http1Codec", Http1RequestAdvice.class),
        head("http1/Http1Codec"),
        codec("http2/Http2Codec", WriteRequestHeadersAdvice.class),
        // 3.4
        codec("http/Http1xStream", WriteRequestHeadersAdvice.class).inGeneration(not(engine())),
        codec("http/Http2xStream", WriteRequestHeadersAdvice.class).inGeneration(not(engine())),
        // 3.0 to 3.3
        codec("http/Http1xStream", StreamWriteRequestHeadersAdvice.class).inGeneration(engine()),
        codec("http/Http2xStream", StreamWriteRequestHeadersAdvice.class).inGeneration(engine()),
        // 3.4 and later: the last interceptor, which drives the codec
        JoinPoint.in(
            INTERNAL + "http/CallServerInterceptor",
            named("intercept").and(takesArguments(1)),
            CallServerAdvice.class),
        // Up to 3.8
        JoinPoint.in("okhttp3/RealCall", named("getResponseWithInterceptorChain"), CallAdvice.class)
            .inGeneration(not(declaresMethod(named("newRealCall")))),
        // 3.4 and later; what follows the response among the arguments differs
        JoinPoint.in(
            INTERNAL + "http/RetryAndFollowUpInterceptor",
            named("followUpRequest"),
            FollowUpRequestAdvice.class),
        // 3.0 to 3.3
        JoinPoint.in(
            INTERNAL + "http/HttpEngine",
            named("followUpRequest").and(takesArguments(0)),
            EngineFollowUpRequestAdvice.class));
  }

  private static JoinPoint codec(String type, Class<?> advice) {
    return JoinPoint.in(
        INTERNAL + type, named("writeRequestHeaders").and(takesArguments(1)), advice);
  }

  private static JoinPoint head(String type) {
    return JoinPoint.in(
        INTERNAL + type, named("writeRequest").and(takesArguments(2)), Http1HeadAdvice.class);
  }

  /** Of streams that an engine drives: up to 3.3, as interceptors do it from then on. */
  private static ElementMatcher<TypeDescription> engine() {
    return declaresField(named("httpEngine"));
  }

  @Override
  public List<String> earlyTypes() {
    return Collections.singletonList("okhttp3/OkHttpClient");
  }
}
