package io.foundryidentity.agent.instrumentation.netty3;

import static net.bytebuddy.matcher.ElementMatchers.isBridge;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.not;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.support.JoinPoint;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * HTTP/1.1 over Netty 3 from 3.9 on ({@code org.jboss.netty}), and so AsyncHttpClient 1.9.
 *
 * <p>A request is authorized where it becomes bytes, in two steps: {@code handleDownstream} knows
 * the connection and can hold the request, and {@code encodeHeaders}, which it calls, has the
 * headers to write. So the request itself stays as the client wrote it.
 *
 * <p>A channel of Netty 3 takes writes on any thread. Those to a target are made on the channel's
 * I/O thread instead, which also reads the answers. Public: the runtime makes one.
 */
public final class Netty3Instrumentation implements ClientInstrumentation {

  private static final String HANDLER = "org/jboss/netty/handler/";

  @Override
  public String client() {
    return "netty-3";
  }

  @Override
  public List<JoinPoint> joinPoints() {
    return Arrays.asList(
        JoinPoint.in(
            HANDLER + "codec/oneone/OneToOneEncoder",
            named("handleDownstream").and(takesArguments(2)),
            WriteAdvice.class),
        // Versions without that class have requests without the methods that the advice calls
        JoinPoint.in(
                HANDLER + "codec/http/HttpMessageEncoder",
                named("encodeHeaders").and(takesArguments(2)),
                EncodeHeadersAdvice.class)
            .requiringType(HANDLER + "codec/http/DefaultHttpHeaders"),
        JoinPoint.in(
            HANDLER + "codec/http/HttpMessageDecoder",
            named("decode").and(takesArguments(4)).and(not(isBridge())),
            DecodeAdvice.class),
        JoinPoint.in(
            HANDLER + "ssl/SslHandler",
            named("beforeAdd").and(takesArguments(1)),
            TlsAddedAdvice.class),
        JoinPoint.in(
            "com/ning/http/client/providers/netty/request/timeout/ReadTimeoutTimerTask",
            named("run").and(takesArguments(1)),
            ReadTimeoutAdvice.class));
  }

  /** A class that makes clients; Netty itself is also used without HTTP. */
  @Override
  public List<String> earlyTypes() {
    return Collections.singletonList("com/ning/http/client/AsyncHttpClientConfig");
  }
}
