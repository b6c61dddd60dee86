package io.foundryidentity.agent.instrumentation.okhttp2;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.support.JoinPoint;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * OkHttp 2, which has a package of its own and may be used together with a newer one; shaded copies
 * included.
 *
 * <p>A request is authorized where its transport writes the headers: after every interceptor, once
 * for each hop. A proxy's CONNECT is written by the connection itself and does not pass there.
 * Public: the runtime makes one.
 */
public final class OkHttp2Instrumentation implements ClientInstrumentation {

  private static final String INTERNAL = "com/squareup/okhttp/internal/http/";

  @Override
  public String client() {
    return "okhttp-2";
  }

  @Override
  public List<JoinPoint> joinPoints() {
    return Arrays.asList(
        // To 2.6
        transport("HttpTransport"),
        // To 2.4, and 2.5 to 2.6
        transport("SpdyTransport"),
        transport("FramedTransport"),
        // 2.7
        transport("Http1xStream"),
        transport("Http2xStream"),
        JoinPoint.in(
            INTERNAL + "HttpEngine",
            named("followUpRequest").and(takesArguments(0)),
            FollowUpRequestAdvice.class));
  }

  private static JoinPoint transport(String type) {
    return JoinPoint.in(
        INTERNAL + type,
        named("writeRequestHeaders").and(takesArguments(1)),
        WriteRequestHeadersAdvice.class);
  }

  @Override
  public List<String> earlyTypes() {
    return Collections.singletonList("com/squareup/okhttp/OkHttpClient");
  }
}
