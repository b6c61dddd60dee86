package io.foundryidentity.agent.instrumentation.netty.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.instrumentation.netty.NettyInstrumentation;
import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.agent.instrumentation.testing.TestRequest;
import io.foundryidentity.simulator.ReceivedRequest;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.codec.http2.Http2StreamFrame;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultEventExecutorGroup;
import io.netty.util.concurrent.EventExecutorGroup;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client that writes as soon as it is connected: TLS has not seen the certificate yet. */
@SuppressWarnings("FutureReturnValueIgnored") // the result of a write is seen in its answer
class HandshakeTest {

  private final EventLoopGroup eventLoop = new NioEventLoopGroup(1);
  private final EventExecutorGroup otherThreads = new DefaultEventExecutorGroup(1);
  private final BlockingQueue<Integer> answers = new LinkedBlockingQueue<>();
  private TestNetwork network;

  @BeforeEach
  void open() {
    network = TestNetwork.fresh();
    InstrumentedJvm.instrument(new NettyInstrumentation());
  }

  @AfterEach
  void close() {
    eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    otherThreads.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    assertThat(network.authorizer().failures()).isEmpty();
  }

  @Test
  void what_is_written_before_the_handshake_is_signed_and_keeps_its_order() throws Exception {
    Channel channel = unconnected(network.target("/"), tls(network.target("/")));
    onConnect(
        channel,
        network.target("/"),
        () -> {
          HttpRequest head = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/echo");
          head.headers().set("Host", "localhost").set("Transfer-Encoding", "chunked");
          channel.write(head);
          channel.write(content("one "));
          channel.write(content("two"));
          channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
          assertThat(channel.isWritable()).isFalse();
          channel.writeAndFlush(get("/echo?number=2"));
          channel.writeAndFlush(get("/echo?number=3"));
        });
    for (int i = 0; i < 3; i++) {
      assertThat(answer()).isEqualTo(200);
    }
    assertThat(received())
        .extracting(ReceivedRequest::path)
        .containsExactly("/echo", "/echo?number=2", "/echo?number=3");
    assertThat(received().get(0).bodyText()).isEqualTo("one two");
    received().forEach(this::assertSigned);
    settle(channel);
    assertThat(channel.isWritable()).isTrue();
    assertThat(network.authorizer().unproven()).isEmpty();
  }

  @Test
  void what_is_written_before_the_handshake_waits_for_a_first_token_too() throws Exception {
    network.authorizer().holdTokens();
    Channel channel = unconnected(network.target("/"), tls(network.target("/")));
    onConnect(
        channel,
        network.target("/"),
        () -> {
          channel.writeAndFlush(get("/echo?number=1"));
          channel.writeAndFlush(get("/echo?number=2"));
        });
    network.authorizer().whenSomebodyWaits().get(30, TimeUnit.SECONDS);
    settle(channel);
    assertThat(received()).isEmpty();
    assertThat(channel.isWritable()).isFalse();
    network.authorizer().releaseTokens();
    assertThat(answer()).isEqualTo(200);
    assertThat(answer()).isEqualTo(200);
    assertThat(received())
        .extracting(ReceivedRequest::path)
        .containsExactly("/echo?number=1", "/echo?number=2");
    received().forEach(this::assertSigned);
  }

  @Test
  void what_is_written_before_the_handshake_with_another_server_is_not_signed() throws Exception {
    SslHandler tls = new SslHandler(Tls.unverifying(network.trust(), network.impostor("/")));
    Channel channel = unconnected(network.impostor("/"), tls);
    onConnect(
        channel,
        network.impostor("/"),
        () -> {
          channel.writeAndFlush(get("/echo"));
          channel.writeAndFlush(get("/echo"));
        });
    assertThat(answer()).isEqualTo(200);
    assertThat(answer()).isEqualTo(200);
    assertThat(network.impostor().requests())
        .hasSize(2)
        .noneMatch(request -> request.headers().contains("authorization"));
    assertThat(network.authorizer().unproven()).hasSize(2);
  }

  @Test
  void a_handshake_that_fails_fails_what_was_written_before_it_with_its_own_exception()
      throws Exception {
    // Compares names, and the impostor has another one
    Channel channel = unconnected(network.impostor("/"), tls(network.impostor("/")));
    DefaultFullHttpRequest request = get("/echo");
    ChannelPromise written = channel.newPromise();
    onConnect(channel, network.impostor("/"), () -> channel.writeAndFlush(request, written));
    written.await(30, TimeUnit.SECONDS);
    assertThat(written.cause()).isInstanceOf(SSLException.class);
    settle(channel);
    assertThat(request.refCnt()).isZero();
    channel.closeFuture().await(30, TimeUnit.SECONDS);
    assertThat(channel.isOpen()).isFalse();
    assertThat(network.impostor().requests()).isEmpty();
    assertThat(network.authorizer().unproven()).isEmpty();
  }

  @Test
  void a_connection_that_is_closed_before_its_handshake_fails_what_was_written() throws Exception {
    Channel channel = unconnected(network.target("/"), tls(network.target("/")));
    DefaultFullHttpRequest request = get("/echo");
    ChannelPromise written = channel.newPromise();
    onConnect(
        channel,
        network.target("/"),
        () -> {
          channel.writeAndFlush(request, written);
          channel.close();
        });
    written.await(30, TimeUnit.SECONDS);
    assertThat(written.cause()).isInstanceOfAny(ClosedChannelException.class, SSLException.class);
    settle(channel);
    assertThat(request.refCnt()).isZero();
    assertThat(received()).isEmpty();
  }

  @Test
  void tls_with_threads_of_its_own_is_waited_for_too() throws Exception {
    Channel channel = new NioSocketChannel();
    SslHandler tls = tls(network.target("/"));
    channel.pipeline().addLast(otherThreads, tls).addLast(new HttpClientCodec(), new Statuses());
    eventLoop.register(channel).sync();
    onConnect(channel, network.target("/"), () -> channel.writeAndFlush(get("/echo")));
    assertThat(answer()).isEqualTo(200);
    assertSigned(received().get(0));
    channel.close().sync(); // While its threads run
  }

  @Test
  void streams_that_are_opened_before_the_handshake_are_signed() throws Exception {
    URI target = network.target("/");
    Channel channel = new NioSocketChannel();
    channel
        .pipeline()
        .addLast(
            new SslHandler(Tls.engine(network.trust(), target, "h2")),
            Http2FrameCodecBuilder.forClient().build(),
            new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()));
    eventLoop.register(channel).sync();
    onConnect(
        channel,
        target,
        () -> {
          stream(channel, "/echo?number=1");
          stream(channel, "/echo?number=2");
        });
    assertThat(answer()).isEqualTo(200);
    assertThat(answer()).isEqualTo(200);
    assertThat(received())
        .extracting(ReceivedRequest::path)
        .containsExactlyInAnyOrder("/echo?number=1", "/echo?number=2");
    received().forEach(this::assertSigned);
    assertThat(network.authorizer().unproven()).isEmpty();
  }

  @Test
  void a_first_write_that_passes_before_tls_begins_goes_out_as_it_was_written() throws Exception {
    SSLEngine engine = Tls.engine(network.trust(), network.target("/"));
    Channel channel = unconnected(network.target("/"), new SslHandler(engine, true));
    DefaultFullHttpRequest request = get("/echo");
    request.headers().set("api-key", "placeholder-key");
    onConnect(channel, network.plainTarget("/"), () -> channel.writeAndFlush(request));
    // The server cannot read the handshake that follows
    channel.closeFuture().await(30, TimeUnit.SECONDS);
    assertThat(received()).hasSize(1);
    assertThat(received().get(0).headers().contains("authorization")).isFalse();
    assertThat(received().get(0).header("api-key")).isEqualTo("placeholder-key");
    assertThat(network.authorizer().unproven())
        .containsExactly("the request is written before TLS begins");
  }

  private void stream(Channel connection, String path) {
    new Http2StreamChannelBootstrap(connection)
        .handler(new StreamStatuses())
        .open()
        .addListener(
            opened -> {
              if (opened.isSuccess()) {
                ((Channel) opened.getNow())
                    .writeAndFlush(
                        new DefaultHttp2HeadersFrame(
                            Http2Client.headers(TestRequest.get(network.target(path))), true));
              }
            });
  }

  private SslHandler tls(URI uri) {
    SSLEngine engine = Tls.engine(network.trust(), uri);
    return new SslHandler(engine);
  }

  private Channel unconnected(URI uri, ChannelHandler tls) throws InterruptedException {
    return new Bootstrap()
        .group(eventLoop)
        .channel(NioSocketChannel.class)
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                channel.pipeline().addLast(tls, new HttpClientCodec(), new Statuses());
              }
            })
        .register()
        .sync()
        .channel();
  }

  /** Runs in the listener of the connection, which comes before TLS knows that it is connected. */
  private void onConnect(Channel channel, URI uri, Runnable writes) throws Exception {
    ChannelFuture connected = channel.connect(new InetSocketAddress("127.0.0.1", uri.getPort()));
    BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
    connected.addListener(
        done -> {
          try {
            writes.run();
          } catch (Throwable failure) {
            failures.add(failure);
          }
        });
    connected.sync();
    settle(channel);
    assertThat(failures).isEmpty();
  }

  /** Returns when the event loop has done what it is doing now. */
  private static void settle(Channel channel) throws InterruptedException {
    channel.eventLoop().submit(() -> {}).sync();
  }

  private static DefaultFullHttpRequest get(String path) {
    DefaultFullHttpRequest request =
        new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, path);
    request.headers().set("Host", "localhost");
    return request;
  }

  private static DefaultHttpContent content(String text) {
    return new DefaultHttpContent(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
  }

  private int answer() throws InterruptedException {
    Integer status = answers.poll(30, TimeUnit.SECONDS);
    return status == null ? -1 : status;
  }

  private List<ReceivedRequest> received() {
    return network.foundry().requests();
  }

  private void assertSigned(ReceivedRequest request) {
    assertThat(request.headers().all("authorization").equals(network.authorizer().values()))
        .as("signed")
        .isTrue();
  }

  private final class Statuses extends SimpleChannelInboundHandler<HttpObject> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
      if (part instanceof HttpResponse response) {
        answers.add(response.status().code());
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
      context.close();
    }
  }

  private final class StreamStatuses extends SimpleChannelInboundHandler<Http2StreamFrame> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, Http2StreamFrame frame) {
      if (frame instanceof Http2HeadersFrame headers) {
        answers.add(Integer.parseInt(headers.headers().status().toString()));
      }
    }
  }
}
