package io.foundryidentity.agent.gateway;

import java.io.IOException;

/** A WebSocket handshake that is not valid; the client is told why. */
final class BadHandshake extends Exception {

  private static final long serialVersionUID = 1L;

  private final boolean version;

  private BadHandshake(String message, boolean version) {
    super(message, null, false, false);
    this.version = version;
  }

  /**
   * @param fault contains nothing that the client sent
   */
  static BadHandshake because(String fault) {
    return new BadHandshake("this is not a valid WebSocket handshake: " + fault, false);
  }

  static BadHandshake version() {
    return new BadHandshake("a WebSocket handshake must have Sec-WebSocket-Version: 13", true);
  }

  void answer(Reply reply) throws IOException {
    String message = "foundry-identity: " + getMessage();
    if (version) {
      // RFC 6455, section 4.4
      reply.addHeader("Sec-WebSocket-Version", "13");
      reply.error(426, "Upgrade Required", "BadWebSocketHandshake", message);
    } else {
      reply.error(400, "Bad Request", "BadWebSocketHandshake", message);
    }
  }
}
