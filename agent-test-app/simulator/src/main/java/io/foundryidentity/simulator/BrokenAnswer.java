package io.foundryidentity.simulator;

import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;

/** Ends a connection where a client would not expect it. */
final class BrokenAnswer {

  private BrokenAnswer() {}

  /** Closes the connection without a word. */
  static void none(Exchange exchange) {
    exchange.raw().connection().close();
  }

  /**
   * Sends the head and half of the body, then ends the server's half of the connection: the client
   * may still speak, and nobody answers. Over TLS, which has no such half, the whole is closed.
   */
  static void half(Exchange exchange, String body) {
    HttpServerResponse response = exchange.response();
    response
        .putHeader("content-type", "application/json")
        .putHeader("content-length", Integer.toString(body.length()))
        .write(body.substring(0, body.length() / 2))
        .onComplete(written -> shutDownOutput(exchange));
  }

  @SuppressWarnings("FutureReturnValueIgnored") // A client that is gone has what it was to get
  private static void shutDownOutput(Exchange exchange) {
    // Vert.x itself knows only of whole connections
    Channel channel = ((ConnectionBase) exchange.raw().connection()).channel();
    if (channel instanceof DuplexChannel duplex && !exchange.raw().isSSL()) {
      duplex.shutdownOutput();
    } else {
      exchange.raw().connection().close();
    }
  }
}
