package io.foundryidentity.agent.instrumentation.netty;

import static net.bytebuddy.matcher.ElementMatchers.declaresField;
import static net.bytebuddy.matcher.ElementMatchers.declaresMethod;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.support.JoinPoint;
import io.foundryidentity.agent.instrumentation.support.Renames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.matcher.ElementMatchers;

/**
 * HTTP/1.1, HTTP/2 and HTTP/3 over Netty from 4.1 on, shaded copies included, and so all clients
 * that are built on Netty's codecs.
 *
 * <p>A request is authorized where it becomes bytes. For HTTP/1.1 that takes two steps: {@code
 * write} knows the connection and can hold a request back, and {@code encodeHeaders}, which it
 * calls, has the headers apart from the message. So the message itself, of any class, with its
 * content and reference count, stays as the client wrote it. For HTTP/2 it is one step, in the
 * frame writer: the code above it opens streams and controls the flow as if everything had been
 * sent.
 *
 * <p>For HTTP/3 it is the write of a stream's codec, which has a channel of its own. Netty 4.2 has
 * that codec, and for 4.1 it is a library apart (netty-incubator-codec-http3) with the same code.
 *
 * <p>Netty's own timers of a connection start again when a request was held. A version whose timers
 * look different is signed all the same.
 *
 * <p>A server's frame writer or encoder passes there too; only what writes requests is changed.
 * Public: the runtime makes one.
 */
public final class NettyInstrumentation implements ClientInstrumentation {

  private static final String CODEC = "io/netty/handler/codec/";
  private static final String HTTP2 = CODEC + "http2/";
  private static final String INCUBATOR = "io/netty/incubator/codec/";
  private static final Renames HTTP3_OF_4_2 =
      Renames.of(INCUBATOR + "http3/", CODEC + "http3/").and(INCUBATOR + "quic/", CODEC + "quic/");
  private static final String TIMEOUT = "io/netty/handler/timeout/";

  private static final ElementMatcher<MethodDescription> IS_IDLE =
      ElementMatchers.<MethodDescription>named("channelIdle").and(takesArguments(2));

  @Override
  public String client() {
    return "netty";
  }

  @Override
  public List<JoinPoint> joinPoints() {
    List<JoinPoint> all = new ArrayList<>(overTcp());
    for (JoinPoint joinPoint : http3()) {
      all.add(joinPoint);
      all.add(joinPoint.renamed(HTTP3_OF_4_2));
    }
    return all;
  }

  /** With the names of the library for Netty 4.1. */
  private static List<JoinPoint> http3() {
    String codec = INCUBATOR + "http3/Http3FrameCodec";
    return Arrays.asList(
        JoinPoint.in(codec, named("write").and(takesArguments(3)), Http3WriteAdvice.class),
        JoinPoint.in(codec, named("decode").and(takesArguments(3)), Http3DecodeAdvice.class),
        JoinPoint.in(
            codec, named("channelInactive").and(takesArguments(1)), ConnectionClosedAdvice.class));
  }

  private static List<JoinPoint> overTcp() {
    return Arrays.asList(
        // HttpObjectEncoder inherits it in older versions and has its own in newer ones
        JoinPoint.in(
            CODEC + "MessageToMessageEncoder",
            named("write").and(takesArguments(3)),
            WriteAdvice.class),
        JoinPoint.in(
                CODEC + "http/HttpObjectEncoder",
                named("write").and(takesArguments(3)),
                WriteAdvice.class)
            .inGeneration(declaresMethod(named("write").and(takesArguments(3)))),
        JoinPoint.in(
            CODEC + "http/HttpObjectEncoder",
            named("encodeHeaders").and(takesArguments(2)),
            EncodeHeadersAdvice.class),
        JoinPoint.in(
            CODEC + "http/HttpObjectDecoder",
            named("decode").and(takesArguments(3)),
            DecodeAdvice.class),
        JoinPoint.in(
            CODEC + "http/HttpObjectDecoder",
            named("decodeLast").and(takesArguments(3)),
            ConnectionClosedAdvice.class),
        JoinPoint.in(
            "io/netty/handler/ssl/SslHandler",
            named("handlerAdded").or(named("handlerRemoved0")).and(takesArguments(1)),
            TlsChangedAdvice.class),
        JoinPoint.in(
                TIMEOUT + "WriteTimeoutHandler$WriteTimeoutTask",
                named("run").and(takesArguments(0)),
                WriteTimeoutAdvice.class)
            .inGeneration(
                declaresField(named("this$0"))
                    .and(declaresField(named("ctx")))
                    .and(declaresField(named("promise")))),
        JoinPoint.in(TIMEOUT + "IdleStateHandler", IS_IDLE, IdleAdvice.class)
            .inGeneration(declaresMethod(IS_IDLE)),
        JoinPoint.in(TIMEOUT + "ReadTimeoutHandler", IS_IDLE, IdleAdvice.class)
            .inGeneration(declaresMethod(IS_IDLE)),
        // With and without a priority
        JoinPoint.in(
            HTTP2 + "DefaultHttp2FrameWriter",
            named("writeHeaders").and(takesArguments(6).or(takesArguments(9))),
            WriteHeadersFrameAdvice.class),
        JoinPoint.in(
            HTTP2 + "DefaultHttp2FrameWriter",
            named("writeData").and(takesArguments(6)),
            WriteDataFrameAdvice.class),
        JoinPoint.in(
            HTTP2 + "DefaultHttp2FrameWriter",
            named("writeRstStream").and(takesArguments(4)),
            WriteResetFrameAdvice.class),
        JoinPoint.in(
            HTTP2 + "DefaultHttp2ConnectionDecoder$FrameReadListener",
            named("onHeadersRead").and(takesArguments(8)),
            ReadHeadersFrameAdvice.class),
        JoinPoint.in(
            HTTP2 + "Http2ConnectionHandler",
            named("channelInactive").and(takesArguments(1)),
            ConnectionClosedAdvice.class));
  }

  /** Classes that make clients; Netty itself is also used without HTTP. */
  @Override
  public List<String> earlyTypes() {
    return Arrays.asList(
        "reactor/netty/http/client/HttpClient",
        "com/azure/core/http/netty/NettyAsyncHttpClientBuilder",
        "org/asynchttpclient/DefaultAsyncHttpClient",
        "com/linecorp/armeria/client/ClientBuilder",
        "io/vertx/core/http/HttpClientOptions");
  }
}
