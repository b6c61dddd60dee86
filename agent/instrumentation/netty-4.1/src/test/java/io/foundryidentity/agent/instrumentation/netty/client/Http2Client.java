package io.foundryidentity.agent.instrumentation.netty.client;

import io.foundryidentity.agent.instrumentation.netty.NettyInstrumentation;
import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.testing.TestRequest;
import io.foundryidentity.agent.instrumentation.testing.TestResponse;
import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.codec.http2.Http2StreamFrame;
import io.netty.handler.proxy.HttpProxyHandler;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/**
 * HTTP/2 with Netty's frame codec, a channel for each stream and one connection for each host.
 * Plain HTTP, which few servers accept in HTTP/2 without an upgrade, is sent in HTTP/1.1.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the result of a write is seen in its answer
public final class Http2Client implements TestedClient {

  private final EventLoopGroup eventLoop = new NioEventLoopGroup(1);
  private final SSLContext trust;
  private final Http1Client plain;
  private final Map<String, Channel> connections = new ConcurrentHashMap<>();

  public Http2Client(SSLContext trust) {
    this.trust = trust;
    this.plain = new Http1Client(trust);
  }

  @Override
  public ClientInstrumentation instrumentation() {
    return new NettyInstrumentation();
  }

  /**
   * A Host header is an {@code :authority} here, which names the host that the request is meant
   * for.
   */
  @Override
  public Set<Ability> abilities() {
    return EnumSet.of(Ability.REPEAT_HEADERS, Ability.USE_PROXY, Ability.STREAM_ANSWERS);
  }

  @Override
  public String version() {
    return "HTTP/2";
  }

  @Override
  public TestResponse send(TestRequest wanted) throws IOException, InterruptedException {
    if (wanted.uri().getScheme().equals("http")) {
      return plain.send(wanted);
    }
    CompletableFuture<Http2Headers> head = new CompletableFuture<>();
    StreamedBody body = new StreamedBody();
    Http2StreamChannel stream =
        new Http2StreamChannelBootstrap(connection(wanted.uri(), wanted.proxy()))
            .handler(new Reader(head, body))
            .open()
            .syncUninterruptibly()
            .getNow();
    Http2Headers headers = headers(wanted);
    boolean empty = wanted.body().kind() == TestRequest.BodyKind.NONE;
    stream
        .write(new DefaultHttp2HeadersFrame(headers, empty))
        .addListener(
            written -> {
              if (!written.isSuccess()) {
                head.completeExceptionally(written.cause());
              }
            });
    if (!empty) {
      ByteBuf text = Unpooled.copiedBuffer(wanted.body().text(), StandardCharsets.UTF_8);
      while (text.isReadable()) {
        ByteBuf piece = text.readBytes(Math.min(10_000, text.readableBytes()));
        stream.write(new DefaultHttp2DataFrame(piece, !text.isReadable()));
      }
      text.release();
    }
    stream.flush();
    String status = Answers.await(head).status().toString();
    return new TestResponse(Integer.parseInt(status), body, headers.toString());
  }

  synchronized Channel connection(URI uri, InetSocketAddress proxy) {
    String key = uri.getHost() + ":" + uri.getPort() + " " + proxy;
    Channel open = connections.get(key);
    if (open == null || !open.isActive()) {
      open = connect(uri, proxy);
      connections.put(key, open);
    }
    return open;
  }

  private Channel connect(URI uri, InetSocketAddress proxy) {
    SslHandler tls = new SslHandler(Tls.engine(trust, uri, "h2"));
    Channel channel =
        new Bootstrap()
            .group(eventLoop)
            .channel(NioSocketChannel.class)
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel opened) {
                    if (proxy != null) {
                      opened.pipeline().addLast(new HttpProxyHandler(proxy));
                    }
                    opened
                        .pipeline()
                        .addLast(
                            tls,
                            Http2FrameCodecBuilder.forClient().build(),
                            new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()));
                  }
                })
            .connect(uri.getHost(), uri.getPort())
            .syncUninterruptibly()
            .channel();
    tls.handshakeFuture().syncUninterruptibly();
    return channel;
  }

  static Http2Headers headers(TestRequest wanted) {
    URI uri = wanted.uri();
    Http2Headers headers =
        new DefaultHttp2Headers()
            .method(wanted.method())
            .scheme(uri.getScheme())
            .authority(uri.getHost() + ":" + uri.getPort())
            .path(uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery()));
    wanted
        .headers()
        .forEach(
            header -> {
              if (header.name().equalsIgnoreCase("host")) {
                headers.authority(header.value());
              } else {
                headers.add(header.name().toLowerCase(Locale.ROOT), header.value());
              }
            });
    return headers;
  }

  @Override
  public void close() {
    plain.close();
    eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  private static final class Reader extends SimpleChannelInboundHandler<Http2StreamFrame> {
    private final CompletableFuture<Http2Headers> head;
    private final StreamedBody body;

    Reader(CompletableFuture<Http2Headers> head, StreamedBody body) {
      this.head = head;
      this.body = body;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, Http2StreamFrame frame) {
      if (frame instanceof Http2HeadersFrame headers) {
        head.complete(headers.headers());
        if (headers.isEndStream()) {
          body.end();
        }
      } else if (frame instanceof Http2DataFrame data) {
        byte[] bytes = new byte[data.content().readableBytes()];
        data.content().readBytes(bytes);
        body.add(bytes);
        if (data.isEndStream()) {
          body.end();
        }
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
      head.completeExceptionally(failure);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      head.completeExceptionally(new IOException("closed"));
      body.end();
    }
  }
}
