package io.foundryidentity.agent.instrumentation.netty.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.instrumentation.netty.NettyInstrumentation;
import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.handler.timeout.ReadTimeoutException;
import io.netty.handler.timeout.ReadTimeoutHandler;
import io.netty.handler.timeout.WriteTimeoutException;
import io.netty.handler.timeout.WriteTimeoutHandler;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Netty's own timers while a request is held, and after that. */
@SuppressWarnings("FutureReturnValueIgnored") // the result of a write is seen in its answer
class HeldTimersTest {

  private static final int PERIOD_MILLIS = 2000;
  private static final int HOLD_MILLIS = 2600;

  private final EventLoopGroup eventLoop = new NioEventLoopGroup(1);

  /** A status, an exception of a timer, or an idle event, as they come. */
  private final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();

  private TestNetwork network;

  @BeforeEach
  void open() {
    network = TestNetwork.fresh();
    InstrumentedJvm.instrument(new NettyInstrumentation());
    network.authorizer().holdTokens();
  }

  @AfterEach
  void close() {
    eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    assertThat(network.authorizer().failures()).isEmpty();
  }

  @Test
  void a_write_timeout_does_not_end_a_held_request() throws Exception {
    Channel channel = connect(new HttpClientCodec(), writeTimeout());
    channel.writeAndFlush(request());
    releaseLate(channel);
    assertThat(seen.poll(30, TimeUnit.SECONDS)).isEqualTo(200);
  }

  @Test
  void a_write_that_hangs_after_it_was_held_still_times_out() throws Exception {
    Channel channel = connect(new Swallowing(), new HttpClientCodec(), writeTimeout());
    channel.writeAndFlush(request());
    elapse(channel, HOLD_MILLIS);
    assertThat(seen).isEmpty();
    long released = System.nanoTime();
    network.authorizer().releaseTokens();
    assertThat(seen.poll(30, TimeUnit.SECONDS)).isInstanceOf(WriteTimeoutException.class);
    assertThat(System.nanoTime() - released)
        .isGreaterThan(TimeUnit.MILLISECONDS.toNanos(PERIOD_MILLIS / 2));
    assertThat(channel.closeFuture().await(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void a_write_timeout_whose_handler_is_gone_does_not_fire() throws Exception {
    WriteTimeoutHandler handler = writeTimeout();
    Channel channel = connect(new Swallowing(), new HttpClientCodec(), handler);
    channel.writeAndFlush(request());
    elapse(channel, HOLD_MILLIS);
    channel.pipeline().remove(handler);
    network.authorizer().releaseTokens();
    elapse(channel, 2 * PERIOD_MILLIS);
    assertThat(seen).isEmpty();
    assertThat(channel.isOpen()).isTrue();
  }

  @Test
  void a_read_timeout_does_not_end_a_held_request() throws Exception {
    Channel channel = connect(readTimeout(), new HttpClientCodec());
    channel.writeAndFlush(request());
    releaseLate(channel);
    assertThat(seen.poll(30, TimeUnit.SECONDS)).isEqualTo(200);
  }

  @Test
  void an_answer_that_does_not_come_after_the_hold_still_times_out() throws Exception {
    Channel channel = connect(new Swallowing(), readTimeout(), new HttpClientCodec());
    channel.writeAndFlush(request());
    releaseLate(channel);
    assertThat(seen.poll(30, TimeUnit.SECONDS)).isInstanceOf(ReadTimeoutException.class);
    assertThat(channel.closeFuture().await(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void a_connection_that_holds_a_request_is_not_idle_and_later_it_is() throws Exception {
    Channel channel =
        connect(
            new Swallowing(),
            new IdleStateHandler(
                PERIOD_MILLIS, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS),
            new HttpClientCodec());
    channel.writeAndFlush(request());
    elapse(channel, HOLD_MILLIS);
    assertThat(seen).isEmpty();
    network.authorizer().releaseTokens();
    assertThat(seen.poll(30, TimeUnit.SECONDS)).isInstanceOf(IdleStateEvent.class);
  }

  @Test
  void a_connection_that_holds_nothing_times_out_as_ever() throws Exception {
    Channel channel = connect(readTimeout(), new HttpClientCodec());
    assertThat(seen.poll(30, TimeUnit.SECONDS)).isInstanceOf(ReadTimeoutException.class);
    assertThat(channel.closeFuture().await(30, TimeUnit.SECONDS)).isTrue();
  }

  private static WriteTimeoutHandler writeTimeout() {
    return new WriteTimeoutHandler(PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static ReadTimeoutHandler readTimeout() {
    return new ReadTimeoutHandler(PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Releases the token when the client's timer has expired. */
  private void releaseLate(Channel channel) throws InterruptedException {
    elapse(channel, HOLD_MILLIS);
    assertThat(seen).isEmpty();
    network.authorizer().releaseTokens();
  }

  /** On the event loop of the timers, so in the order of their times. */
  private static void elapse(Channel channel, int millis) throws InterruptedException {
    channel.eventLoop().schedule(() -> {}, millis, TimeUnit.MILLISECONDS).sync();
  }

  private Channel connect(ChannelHandler... handlers) throws InterruptedException {
    return new Bootstrap()
        .group(eventLoop)
        .channel(NioSocketChannel.class)
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                channel.pipeline().addLast(handlers).addLast(new Seen());
              }
            })
        .connect("127.0.0.1", network.foundry().plainPort())
        .sync()
        .channel();
  }

  private DefaultFullHttpRequest request() {
    DefaultFullHttpRequest request =
        new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/echo");
    request
        .headers()
        .set("Host", "127.0.0.1:" + network.foundry().plainPort())
        .set("Content-Length", 0);
    return request;
  }

  /** A socket that takes bytes and never says that it has sent them. */
  private static final class Swallowing extends ChannelOutboundHandlerAdapter {
    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
      ((ByteBuf) message).release();
    }
  }

  private final class Seen extends SimpleChannelInboundHandler<HttpObject> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
      if (part instanceof HttpResponse response) {
        seen.add(response.status().code());
        context.close();
      }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      seen.add(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
      seen.add(failure);
    }
  }
}
