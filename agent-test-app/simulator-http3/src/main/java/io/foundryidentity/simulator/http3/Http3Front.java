package io.foundryidentity.simulator.http3;

import io.foundryidentity.simulator.CertificateAuthority;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.incubator.codec.http3.Http3;
import io.netty.incubator.codec.http3.Http3FrameToHttpObjectCodec;
import io.netty.incubator.codec.http3.Http3ServerConnectionHandler;
import io.netty.incubator.codec.quic.InsecureQuicTokenHandler;
import io.netty.incubator.codec.quic.QuicChannel;
import io.netty.incubator.codec.quic.QuicSslContext;
import io.netty.incubator.codec.quic.QuicSslContextBuilder;
import io.netty.incubator.codec.quic.QuicStreamChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;

/**
 * A real HTTP/3 server on 127.0.0.1, which passes each request on to one of the simulator's servers
 * and its answer back, piece by piece. The server behind it records the request as one over HTTP/3.
 *
 * <p>It has a certificate of its own, so it proves the name that its test gives it. Its UDP port
 * can have the number of the TCP port of the server behind it, as servers on the internet do.
 */
public final class Http3Front implements AutoCloseable {

  private static final long WINDOW = 4L << 20;

  private final EventLoopGroup loop =
      new NioEventLoopGroup(1, new DefaultThreadFactory("http3-front", true));
  private final AtomicInteger connections = new AtomicInteger();
  private final Channel udp;

  private Http3Front(KeyManagerFactory keys, int port, int backend) {
    QuicSslContext tls =
        QuicSslContextBuilder.forServer(keys, CertificateAuthority.PASSWORD)
            .applicationProtocols(Http3.supportedApplicationProtocols())
            .build();
    ChannelHandler codec =
        Http3.newQuicServerCodecBuilder()
            .sslContext(tls)
            .maxIdleTimeout(60, TimeUnit.SECONDS)
            .initialMaxData(WINDOW)
            .initialMaxStreamDataBidirectionalLocal(WINDOW)
            .initialMaxStreamDataBidirectionalRemote(WINDOW)
            .initialMaxStreamsBidirectional(200)
            .tokenHandler(InsecureQuicTokenHandler.INSTANCE)
            .handler(new Connection(backend))
            .build();
    udp =
        new Bootstrap()
            .group(loop)
            .channel(NioDatagramChannel.class)
            .handler(codec)
            .bind(CertificateAuthority.LOOPBACK, port)
            .syncUninterruptibly()
            .channel();
  }

  /**
   * @param keys of its certificate
   * @param port of UDP to listen on
   * @param backend the TCP port without TLS of the server that answers
   */
  public static Http3Front open(KeyManagerFactory keys, int port, int backend) {
    return new Http3Front(keys, port, backend);
  }

  /** How many QUIC connections have come until now, with those that ended in their handshake. */
  public int connections() {
    return connections.get();
  }

  @Override
  public void close() {
    udp.close().syncUninterruptibly();
    loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private final class Connection extends ChannelInitializer<QuicChannel> {
    private final int backend;

    Connection(int backend) {
      this.backend = backend;
    }

    @Override
    protected void initChannel(QuicChannel channel) {
      connections.incrementAndGet();
      channel.pipeline().addLast(new Http3ServerConnectionHandler(new Request(backend)));
    }
  }

  private static final class Request extends ChannelInitializer<QuicStreamChannel> {
    private final int backend;

    Request(int backend) {
      this.backend = backend;
    }

    @Override
    protected void initChannel(QuicStreamChannel stream) {
      stream.pipeline().addLast(new Http3FrameToHttpObjectCodec(true), new Forward(backend));
    }
  }
}
