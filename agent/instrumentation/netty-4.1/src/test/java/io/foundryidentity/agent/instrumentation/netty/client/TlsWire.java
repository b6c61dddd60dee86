package io.foundryidentity.agent.instrumentation.netty.client;

import io.foundryidentity.simulator.CertificateAuthority;
import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.ssl.SslHandler;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLEngine;

/**
 * A client's channel and the server's at its other end, both in memory, with real TLS between them:
 * as many layers as a test puts into each pipeline.
 */
final class TlsWire {

  private final CertificateAuthority authority;
  private final EmbeddedChannel client = new EmbeddedChannel();
  private final EmbeddedChannel server = new EmbeddedChannel();
  private final StringBuilder received = new StringBuilder();
  private SslHandler innermost;

  TlsWire(CertificateAuthority authority) {
    this.authority = authority;
    client.pipeline().addLast("codec", new HttpClientCodec());
  }

  EmbeddedChannel client() {
    return client;
  }

  /** Puts one more layer inside of those that are there, and ends its handshake. */
  TlsWire add(SslHandler tls, String certified) {
    serve(certified);
    client.pipeline().addBefore("codec", null, tls);
    innermost = tls;
    pump();
    return this;
  }

  /** The server's side of {@link #add} alone. */
  void serve(String certified) {
    SSLEngine engine = authority.serverNamed(certified).createSSLEngine();
    engine.setUseClientMode(false);
    server.pipeline().addLast(new SslHandler(engine));
  }

  /** Takes the innermost layer out on both sides. */
  void removeInnermost() {
    client.pipeline().remove(innermost);
    server.pipeline().removeLast();
    pump();
  }

  /** Moves bytes until neither side has any more. */
  void pump() {
    boolean moved = true;
    while (moved) {
      client.runPendingTasks();
      server.runPendingTasks();
      moved = move(client, server) | move(server, client);
    }
    for (Object read = server.readInbound(); read != null; read = server.readInbound()) {
      ByteBuf bytes = (ByteBuf) read;
      received.append(bytes.toString(StandardCharsets.US_ASCII));
      bytes.release();
    }
  }

  private static boolean move(EmbeddedChannel from, EmbeddedChannel to) {
    Object bytes = from.readOutbound();
    if (bytes != null) {
      to.writeInbound(bytes);
    }
    return bytes != null;
  }

  /** What the server read inside of all TLS. */
  String received() {
    return received.toString();
  }

  void close() {
    client.finishAndReleaseAll();
    server.finishAndReleaseAll();
  }
}
