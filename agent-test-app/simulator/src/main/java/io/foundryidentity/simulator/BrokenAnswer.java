package io.foundryidentity.simulator;

import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;

/** Ends a connection before the answer is complete. */
final class BrokenAnswer {

  private BrokenAnswer() {}

  /** Closes the connection without an answer. */
  static void none(Exchange exchange) {
    exchange.raw().connection().close();
  }

  /**
   * Sends the head and half of the body, then closes the server's output only: the client can still
   * send, but gets no answer. TLS cannot close one direction, so there the connection is closed.
   */
  static void half(Exchange exchange, String body) {
    HttpServerResponse response = exchange.response();
    response
        .putHeader("content-type", "application/json")
        .putHeader("content-length", Integer.toString(body.length()))
        .write(body.substring(0, body.length() / 2))
        .onComplete(written -> shutDownOutput(exchange));
  }

  @SuppressWarnings(
      "FutureReturnValueIgnored") // If the client has closed the connection already, there is
  // nothing left to do
  private static void shutDownOutput(Exchange exchange) {
    // Vert.x can only close a whole connection
    Channel channel = ((ConnectionBase) exchange.raw().connection()).channel();
    if (channel instanceof DuplexChannel duplex && !exchange.raw().isSSL()) {
      duplex.shutdownOutput();
    } else {
      exchange.raw().connection().close();
    }
  }
}
