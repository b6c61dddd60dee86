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
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.proxy.HttpProxyHandler;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/** HTTP/1.1 with Netty's own codec, and a connection for each request. */
@SuppressWarnings("FutureReturnValueIgnored") // the result of a write is seen in its answer
public class Http1Client implements TestedClient {

  private final EventLoopGroup eventLoop = new NioEventLoopGroup(1);
  private final SSLContext trust;

  public Http1Client(SSLContext trust) {
    this.trust = trust;
  }

  @Override
  public ClientInstrumentation instrumentation() {
    return new NettyInstrumentation();
  }

  /** A codec neither follows redirects nor repeats anything. */
  @Override
  public Set<Ability> abilities() {
    return EnumSet.of(
        Ability.SET_HOST, Ability.REPEAT_HEADERS, Ability.USE_PROXY, Ability.STREAM_ANSWERS);
  }

  @Override
  public String version() {
    return "HTTP/1.1";
  }

  /** The engine with what TLS must do. */
  SSLEngine engine(URI uri) {
    return Tls.engine(trust, uri);
  }

  @Override
  public TestResponse send(TestRequest wanted) throws IOException, InterruptedException {
    URI uri = wanted.uri();
    boolean tls = uri.getScheme().equals("https");
    boolean absolute = wanted.proxy() != null && !tls;
    CompletableFuture<HttpResponse> head = new CompletableFuture<>();
    StreamedBody body = new StreamedBody();
    Bootstrap bootstrap =
        new Bootstrap()
            .group(eventLoop)
            .channel(NioSocketChannel.class)
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    if (wanted.proxy() != null && tls) {
                      channel.pipeline().addLast(new HttpProxyHandler(wanted.proxy()));
                    }
                    if (tls) {
                      channel.pipeline().addLast(new SslHandler(engine(uri)));
                    }
                    channel.pipeline().addLast(new HttpClientCodec(), new Reader(head, body));
                  }
                });
    ChannelFuture connected =
        absolute
            ? bootstrap.connect(wanted.proxy())
            : bootstrap.connect(uri.getHost(), uri.getPort());
    Channel channel = connected.sync().channel();
    HttpRequest request = request(wanted, absolute);
    write(channel, request, wanted)
        .addListener(
            written -> {
              if (!written.isSuccess()) {
                head.completeExceptionally(written.cause());
              }
            });
    HttpResponse response = Answers.await(head);
    return new TestResponse(
        response.status().code(), body, request + " " + request.headers().entries());
  }

  private static HttpRequest request(TestRequest wanted, boolean absolute) {
    URI uri = wanted.uri();
    String target =
        absolute
            ? uri.toString()
            : uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
    HttpMethod method = HttpMethod.valueOf(wanted.method());
    String text = wanted.body().text();
    HttpRequest request =
        wanted.body().kind() == TestRequest.BodyKind.ONE_SHOT
            ? new DefaultHttpRequest(HttpVersion.HTTP_1_1, method, target)
            : new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1,
                method,
                target,
                Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
    wanted.headers().forEach(header -> request.headers().add(header.name(), header.value()));
    if (!request.headers().contains("Host")) {
      request.headers().set("Host", uri.getHost() + ":" + uri.getPort());
    }
    switch (wanted.body().kind()) {
      case ONE_SHOT -> request.headers().set("Transfer-Encoding", "chunked");
      case REPEATABLE -> request.headers().set("Content-Length", text.length());
      case NONE -> {}
    }
    return request;
  }

  private static ChannelFuture write(Channel channel, HttpRequest request, TestRequest wanted) {
    if (wanted.body().kind() != TestRequest.BodyKind.ONE_SHOT) {
      return channel.writeAndFlush(request);
    }
    ChannelFuture written = channel.write(request);
    ByteBuf text = Unpooled.copiedBuffer(wanted.body().text(), StandardCharsets.UTF_8);
    while (text.isReadable()) {
      channel.write(new DefaultHttpContent(text.readBytes(Math.min(1000, text.readableBytes()))));
    }
    text.release();
    channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
    return written;
  }

  @Override
  public void close() {
    eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  private static final class Reader extends SimpleChannelInboundHandler<HttpObject> {
    private final CompletableFuture<HttpResponse> head;
    private final StreamedBody body;

    Reader(CompletableFuture<HttpResponse> head, StreamedBody body) {
      this.head = head;
      this.body = body;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
      if (part instanceof HttpResponse response) {
        head.complete(response);
      }
      if (part instanceof HttpContent content) {
        byte[] bytes = new byte[content.content().readableBytes()];
        content.content().readBytes(bytes);
        body.add(bytes);
      }
      if (part instanceof LastHttpContent) {
        body.end();
        context.close();
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
      head.completeExceptionally(failure);
      context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      head.completeExceptionally(new IOException("closed"));
      body.end();
    }
  }
}
