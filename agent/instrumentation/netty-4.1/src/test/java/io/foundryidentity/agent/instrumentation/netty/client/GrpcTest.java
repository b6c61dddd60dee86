package io.foundryidentity.agent.instrumentation.netty.client;

import static net.bytebuddy.matcher.ElementMatchers.any;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.instrumentation.netty.NettyInstrumentation;
import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.DefaultHttp2FrameWriter;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.lang.reflect.Constructor;
import java.util.Iterator;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.implementation.ExceptionMethod;
import net.bytebuddy.implementation.MethodDelegation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** gRPC's headers can be iterated; all their other methods throw. */
public class GrpcTest {

  private TestNetwork network;

  @BeforeEach
  void open() {
    network = TestNetwork.fresh();
    InstrumentedJvm.instrument(new NettyInstrumentation());
  }

  @ParameterizedTest
  @ValueSource(strings = {"io.grpc.netty", "io.grpc.netty.shaded.io.grpc.netty"})
  void what_grpc_writes_goes_out_without_a_question(String in) throws Exception {
    Http2Headers headers = headers(in);
    EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
    ChannelHandlerContext context = channel.pipeline().lastContext();
    try (DefaultHttp2FrameWriter writer = new DefaultHttp2FrameWriter()) {
      ChannelFuture written =
          writer.writeHeaders(context, 3, headers, 0, false, channel.newPromise());
      context.flush();
      assertThat(written.isSuccess()).isTrue();
    }
    assertThat(channel.finishAndReleaseAll()).isTrue();
    assertThat(network.authorizer().failures()).isEmpty();
  }

  /** Headers with the name of gRPC's class and its behaviour. */
  private static Http2Headers headers(String in) throws Exception {
    Http2Headers shown = new DefaultHttp2Headers().method("POST").path("/a.Service/call");
    Constructor<? extends Http2Headers> constructor =
        new ByteBuddy()
            .subclass(Http2Headers.class)
            .name(in + ".GrpcHttp2OutboundHeaders")
            .method(any())
            .intercept(ExceptionMethod.throwing(UnsupportedOperationException.class))
            .method(named("iterator"))
            .intercept(MethodDelegation.to(new Shown(shown)))
            .make()
            .load(GrpcTest.class.getClassLoader())
            .getLoaded()
            .getConstructor();
    return constructor.newInstance();
  }

  /** What an encoder sees. Public for the generated class. */
  public static final class Shown {
    private final Http2Headers headers;

    Shown(Http2Headers headers) {
      this.headers = headers;
    }

    /** Called by the generated class. */
    public Iterator<?> iterator() {
      return headers.iterator();
    }
  }
}
