package io.foundryidentity.agent.instrumentation.netty.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.instrumentation.netty.NettyInstrumentation;
import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.simulator.ReceivedRequest;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakerFactory;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.handler.proxy.HttpProxyHandler;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The handshake of a realtime session is a request like any other. */
@SuppressWarnings("FutureReturnValueIgnored") // the result of a write is seen in its answer
class WebSocketTest {

  private static final String REALTIME = "/openai/v1/realtime?model=gpt-4o";

  private final EventLoopGroup eventLoop = new NioEventLoopGroup(1);
  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
  private TestNetwork network;

  @BeforeEach
  void open() {
    network = TestNetwork.fresh();
    InstrumentedJvm.instrument(new NettyInstrumentation());
  }

  @AfterEach
  void close() {
    eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    assertThat(network.authorizer().failures()).isEmpty();
  }

  @Test
  void a_handshake_is_signed_and_the_session_works() throws Exception {
    Channel channel = open(network.target(REALTIME), null);
    assertThat(next()).isEqualTo("open");
    assertThat(next()).contains("session.created");
    channel.writeAndFlush(new TextWebSocketFrame("hello"));
    assertThat(next()).contains("simulator.echo").contains("hello");
    assertSigned(network.foundry().requests().get(0));
  }

  @Test
  void a_handshake_is_held_until_the_first_token_comes() throws Exception {
    network.authorizer().holdTokens();
    open(network.target(REALTIME), null);
    while (network.authorizer().heldBack() == 0) {
      Thread.onSpinWait();
    }
    assertThat(network.foundry().requests()).isEmpty();
    network.authorizer().releaseTokens();
    assertThat(next()).isEqualTo("open");
    assertThat(next()).contains("session.created");
    assertSigned(network.foundry().requests().get(0));
  }

  @Test
  void a_handshake_without_tls_with_a_loopback_literal_is_signed() throws Exception {
    open(network.plainTarget(REALTIME), null);
    assertThat(next()).isEqualTo("open");
    assertThat(next()).contains("session.created");
    assertSigned(network.foundry().requests().get(0));
  }

  @Test
  void a_handshake_with_a_stranger_carries_no_token() throws Exception {
    open(network.stranger(REALTIME), null);
    assertThat(next()).isEqualTo("open");
    assertThat(network.stranger().requests().get(0).header("authorization")).isNull();
  }

  @Test
  void a_tunnelled_handshake_is_signed_and_its_connect_is_not() throws Exception {
    open(network.target(REALTIME), network.proxyAddress());
    assertThat(next()).isEqualTo("open");
    assertThat(next()).contains("session.created");
    assertThat(network.proxy().requests()).hasSize(1);
    assertThat(network.proxy().requests().get(0).header("authorization")).isNull();
    assertSigned(network.foundry().requests().get(0));
  }

  @Test
  void a_tunnelled_handshake_without_tls_is_not_signed() throws Exception {
    open(network.plainTarget(REALTIME), network.proxyAddress());
    assertThat(next()).startsWith("failed");
    assertThat(network.foundry().requests()).hasSize(1);
    assertThat(network.foundry().requests().get(0).header("authorization")).isNull();
  }

  private Channel open(URI uri, @Nullable InetSocketAddress proxy) throws InterruptedException {
    WebSocketClientProtocolHandler handshake =
        new WebSocketClientProtocolHandler(
            WebSocketClientHandshakerFactory.newHandshaker(
                URI.create(uri.toString().replaceFirst("http", "ws")),
                WebSocketVersion.V13,
                null,
                false,
                new DefaultHttpHeaders().set("api-key", "placeholder-key")));
    return new Bootstrap()
        .group(eventLoop)
        .channel(NioSocketChannel.class)
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                if (proxy != null) {
                  channel.pipeline().addLast(new HttpProxyHandler(proxy));
                }
                if (uri.getScheme().equals("https")) {
                  channel.pipeline().addLast(new SslHandler(Tls.engine(network.trust(), uri)));
                }
                channel
                    .pipeline()
                    .addLast(
                        new HttpClientCodec(),
                        new HttpObjectAggregator(65_536),
                        handshake,
                        new Frames());
              }
            })
        .connect(uri.getHost(), uri.getPort())
        .sync()
        .channel();
  }

  private @Nullable String next() throws InterruptedException {
    return received.poll(60, TimeUnit.SECONDS);
  }

  private void assertSigned(ReceivedRequest request) {
    assertThat(request.headers().all("authorization").equals(network.authorizer().values()))
        .as("signed")
        .isTrue();
    assertThat(request.headers().contains("api-key")).isFalse();
  }

  private final class Frames extends SimpleChannelInboundHandler<TextWebSocketFrame> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame frame) {
      received.add(frame.text());
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event == WebSocketClientProtocolHandler.ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
        received.add("open");
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
      received.add("failed: " + failure);
      context.close();
    }
  }
}
