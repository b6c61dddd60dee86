package io.foundryidentity.agent.instrumentation.netty.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.instrumentation.netty.NettyInstrumentation;
import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.SocksProxy;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.simulator.ReceivedRequest;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.DefaultEventLoopGroup;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalServerChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.oio.OioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.socket.oio.OioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.proxy.HttpProxyHandler;
import io.netty.handler.proxy.Socks4ProxyHandler;
import io.netty.handler.proxy.Socks5ProxyHandler;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.URI;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Plain http: the channel must be a TCP connection to the loopback address of the target. */
@SuppressWarnings({
  "FutureReturnValueIgnored", // the result of a write is seen in its answer
  "deprecation" // applications still use what Netty advises against
})
class WithoutTlsTest {

  private final EventLoopGroup eventLoop = new NioEventLoopGroup(1);
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
    assertThat(network.authorizer().failures()).isEmpty();
  }

  @Test
  void a_tcp_connection_to_the_target_brings_the_token() throws Exception {
    assertThat(get(connect(address()))).isEqualTo(200);
    assertThat(received().headers().all("authorization").equals(network.authorizer().values()))
        .isTrue();
  }

  @Test
  void a_socks_5_proxy_gets_no_token() throws Exception {
    try (SocksProxy socks = new SocksProxy()) {
      assertThat(get(connect(address(), new Socks5ProxyHandler(loopback(socks.port())))))
          .isEqualTo(401);
      assertThat(socks.connections()).isEqualTo(1);
    }
    assertUnproven();
  }

  @Test
  void what_goes_to_a_targets_own_port_through_a_socks_proxy_there_gets_no_token()
      throws Exception {
    // The proxy never answers and never closes; what is asked for would be sent through it
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      InetSocketAddress target = loopback(silent.getLocalPort());
      network.alsoTarget("http://127.0.0.1:" + target.getPort());
      Channel channel = connect(target, new Socks4ProxyHandler(target));
      DefaultFullHttpRequest request = request();
      request.headers().set("Host", "127.0.0.1:" + target.getPort());
      channel.writeAndFlush(request);
      channel.eventLoop().submit(() -> {}).sync(); // Then the request has been written
      assertThat(network.authorizer().unproven()).hasSize(1);
    }
    assertThat(network.authorizer().questions()).isEmpty();
  }

  @Test
  void a_proxys_tunnel_gets_no_token() throws Exception {
    assertThat(get(connect(address(), new HttpProxyHandler(network.proxyAddress()))))
        .isEqualTo(401);
    assertThat(network.proxy().requests())
        .extracting(ReceivedRequest::method)
        .containsExactly("CONNECT");
    assertUnproven();
  }

  @Test
  void a_tunnel_that_the_client_asks_for_by_itself_gets_no_token() throws Exception {
    Channel channel = connect(network.proxyAddress());
    DefaultFullHttpRequest connect =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1, HttpMethod.CONNECT, "127.0.0.1:" + address().getPort());
    connect.headers().set("Host", "127.0.0.1:" + address().getPort());
    channel.writeAndFlush(connect);
    assertThat(answer()).isEqualTo(200);
    assertThat(get(channel)).isEqualTo(401);
    assertUnproven();
  }

  @Test
  void a_blocking_channel_may_hide_a_socks_proxy_and_gets_no_token() throws Exception {
    EventLoopGroup threads = new OioEventLoopGroup(1);
    try (SocksProxy socks = new SocksProxy()) {
      System.setProperty("socksProxyHost", "127.0.0.1");
      System.setProperty("socksProxyPort", Integer.toString(socks.port()));
      System.setProperty("socksNonProxyHosts", "");
      Channel channel =
          connect(new Bootstrap().group(threads).channel(OioSocketChannel.class), address());
      assertThat(get(channel)).isEqualTo(401);
      assertThat(socks.connections()).isEqualTo(1);
      channel.close().sync();
    } finally {
      System.clearProperty("socksProxyHost");
      System.clearProperty("socksProxyPort");
      System.clearProperty("socksNonProxyHosts");
      threads.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
    assertUnproven();
  }

  @Test
  void a_channel_inside_of_the_jvm_gets_no_token() throws Exception {
    BlockingQueue<Boolean> authorized = new LinkedBlockingQueue<>();
    EventLoopGroup threads = new DefaultEventLoopGroup(1);
    Channel server =
        new ServerBootstrap()
            .group(threads)
            .channel(LocalServerChannel.class)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(new HttpServerCodec(), new Server(authorized));
                  }
                })
            .bind(new LocalAddress("server"))
            .sync()
            .channel();
    Channel channel =
        connect(new Bootstrap().group(threads).channel(LocalChannel.class), server.localAddress());
    assertThat(get(channel)).isEqualTo(200);
    assertThat(authorized.poll(30, TimeUnit.SECONDS)).isFalse();
    assertThat(network.authorizer().unproven()).hasSize(1);
    threads.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  @Test
  void tls_that_was_told_nothing_takes_the_port_behind_a_proxy_from_the_request() throws Exception {
    SSLEngine engine = network.trust().createSSLEngine();
    engine.setUseClientMode(true);
    URI target = network.target("/echo");
    Channel channel =
        connect(
            loopback(target.getPort()),
            new HttpProxyHandler(network.proxyAddress()),
            new SslHandler(engine));
    DefaultFullHttpRequest request = request();
    request.headers().set("Host", target.getAuthority());
    channel.writeAndFlush(request);
    assertThat(answer()).isEqualTo(200);
    assertThat(received().headers().all("authorization").equals(network.authorizer().values()))
        .isTrue();
  }

  private InetSocketAddress address() {
    return loopback(network.plainTarget("/").getPort());
  }

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private Channel connect(SocketAddress address, ChannelHandler... before)
      throws InterruptedException {
    return connect(
        new Bootstrap().group(eventLoop).channel(NioSocketChannel.class), address, before);
  }

  private Channel connect(Bootstrap bootstrap, SocketAddress address, ChannelHandler... before)
      throws InterruptedException {
    return bootstrap
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                channel.pipeline().addLast(before);
                HttpClientCodec codec = new HttpClientCodec(4096, 8192, 8192, false, true, true);
                channel.pipeline().addLast(codec, new Statuses());
              }
            })
        .connect(address)
        .sync()
        .channel();
  }

  private DefaultFullHttpRequest request() {
    DefaultFullHttpRequest request =
        new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/echo");
    request.headers().set("Host", "127.0.0.1:" + address().getPort());
    return request;
  }

  private int get(Channel channel) throws InterruptedException {
    channel.writeAndFlush(request());
    return answer();
  }

  private int answer() throws InterruptedException {
    Integer status = answers.poll(30, TimeUnit.SECONDS);
    return status == null ? -1 : status;
  }

  private ReceivedRequest received() {
    assertThat(network.foundry().requests()).hasSize(1);
    return network.foundry().requests().get(0);
  }

  private void assertUnproven() {
    assertThat(received().headers().contains("authorization")).isFalse();
    assertThat(network.authorizer().unproven()).hasSize(1);
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

  private static final class Server extends SimpleChannelInboundHandler<HttpObject> {
    private final BlockingQueue<Boolean> authorized;

    Server(BlockingQueue<Boolean> authorized) {
      this.authorized = authorized;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
      if (part instanceof HttpRequest request) {
        authorized.add(request.headers().contains("Authorization"));
        DefaultFullHttpResponse response =
            new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        response.headers().set("Content-Length", 0);
        context.writeAndFlush(response);
      }
    }
  }
}
