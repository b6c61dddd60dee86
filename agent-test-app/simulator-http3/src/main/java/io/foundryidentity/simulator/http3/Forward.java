package io.foundryidentity.simulator.http3;

import io.foundryidentity.simulator.CertificateAuthority;
import io.foundryidentity.simulator.ReceivedRequest;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.incubator.codec.quic.QuicStreamChannel;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * One request over HTTP/3: goes to the server behind as HTTP/1.1, and its answer comes back. A
 * failed write is not looked at, as the end of its channel follows.
 */
@SuppressWarnings("FutureReturnValueIgnored")
final class Forward extends ChannelInboundHandlerAdapter {

  /** RFC 9114, section 8.1. */
  private static final int H3_INTERNAL_ERROR = 0x102;

  private final int backend;
  private @Nullable HttpRequest head;
  private @Nullable CompositeByteBuf body;
  private @Nullable Channel behind;

  Forward(int backend) {
    this.backend = backend;
  }

  @Override
  public void channelRead(ChannelHandlerContext stream, Object message) {
    if (message instanceof HttpRequest request) {
      head = request;
      body = stream.alloc().compositeBuffer();
    }
    if (message instanceof HttpContent content && body != null) {
      body.addComponent(true, content.content());
    }
    if (message instanceof LastHttpContent && head != null && body != null) {
      send(stream, head, body);
      head = null;
      body = null;
    }
  }

  private void send(ChannelHandlerContext stream, HttpRequest head, ByteBuf body) {
    var request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, head.method(), head.uri(), body);
    head.headers().forEach(header -> request.headers().add(header.getKey(), header.getValue()));
    // What the codec adds for HTTP/1.1
    for (String name : head.headers().names()) {
      if (name.startsWith("x-http3-") || name.startsWith("x-http2-")) {
        request.headers().remove(name);
      }
    }
    request.headers().remove(HttpHeaderNames.TRANSFER_ENCODING);
    if (body.isReadable()) {
      request.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
    }
    request.headers().set(HttpHeaderNames.VIA, ReceivedRequest.VIA_HTTP_3);
    ChannelFuture connect =
        new Bootstrap()
            .group(stream.channel().parent().parent().eventLoop())
            .channel(NioSocketChannel.class)
            .handler(new Behind(stream))
            .connect(CertificateAuthority.LOOPBACK, backend);
    behind = connect.channel();
    connect.addListener(
        connected -> {
          if (connected.isSuccess()) {
            connect.channel().writeAndFlush(request);
          } else {
            request.release();
            reset(stream);
          }
        });
  }

  private static void reset(ChannelHandlerContext stream) {
    ((QuicStreamChannel) stream.channel())
        .shutdown(H3_INTERNAL_ERROR, stream.channel().newPromise());
  }

  /** The client has gone: nobody reads the answer. */
  @Override
  public void channelInactive(ChannelHandlerContext stream) {
    if (body != null) {
      body.release();
      body = null;
    }
    if (behind != null) {
      behind.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext stream, Throwable cause) {
    stream.close(); // As a client that has cancelled its request
  }

  private static final class Behind extends ChannelInitializer<SocketChannel> {
    private final ChannelHandlerContext stream;

    Behind(ChannelHandlerContext stream) {
      this.stream = stream;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
      channel.pipeline().addLast(new HttpClientCodec(), new Answer(stream));
    }
  }

  private static final class Answer extends ChannelInboundHandlerAdapter {
    private final ChannelHandlerContext stream;
    private boolean whole;

    Answer(ChannelHandlerContext stream) {
      this.stream = stream;
    }

    @Override
    public void channelRead(ChannelHandlerContext behind, Object message) {
      if (message instanceof HttpResponse response) {
        // Belong to one connection of HTTP/1.1 (RFC 9114, 4.2)
        response.headers().remove(HttpHeaderNames.TRANSFER_ENCODING);
        response.headers().remove(HttpHeaderNames.CONNECTION);
        response.headers().remove("keep-alive");
      }
      whole |= message instanceof LastHttpContent;
      if (!stream.channel().isActive()) {
        ReferenceCountUtil.release(message);
        behind.close();
        return;
      }
      stream.writeAndFlush(message);
      if (whole) {
        behind.close();
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext behind) {
      if (!whole) {
        reset(stream);
      }
    }
  }
}
