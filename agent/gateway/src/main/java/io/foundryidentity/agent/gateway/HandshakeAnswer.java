package io.foundryidentity.agent.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** A target's ordinary answer to a WebSocket handshake: an error or a redirect, read whole. */
final class HandshakeAnswer {

  private static final int LONGEST_BODY = 1 << 20;
  private static final int PIECE = 16 * 1024;

  private final AnswerHead head;
  private final AnswerFraming framing;
  private final ByteArrayOutputStream body;

  private HandshakeAnswer(AnswerHead head, AnswerFraming framing, ByteArrayOutputStream body) {
    this.head = head;
    this.framing = framing;
    this.body = body;
  }

  /**
   * @throws IOException if its end cannot be determined, or it is longer than 1 MiB
   */
  static HandshakeAnswer read(AnswerHead head, AnswerInput in) throws IOException {
    AnswerFraming framing = AnswerFraming.of("GET", head.status(), head.headers(), false);
    // The connection is not used again, whatever follows
    Http1Answer answer = new Http1Answer(head, framing, in, reusable -> {});
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] piece = new byte[PIECE];
    for (int count = answer.read(piece, () -> {});
        count >= 0;
        count = answer.read(piece, () -> {})) {
      body.write(piece, 0, count);
      if (body.size() > LONGEST_BODY) {
        throw new IOException("its answer to a WebSocket handshake is too long");
      }
    }
    return new HandshakeAnswer(head, framing, body);
  }

  /** Hands it back. */
  void write(Route route, Reply reply) throws IOException {
    reply.begin(head.status(), "");
    Forwarding.copyHeaders(route, head.headers(), reply);
    if (framing.hasBody()) {
      reply.fixed(body.size());
      reply.write(body.toByteArray(), body.size());
    } else {
      reply.empty();
    }
    reply.end();
  }

  /** Hands back that the target has switched. */
  static void writeSwitch(Route route, AnswerHead head, Reply reply) throws IOException {
    reply.begin(head.status(), "Switching Protocols");
    reply.header("Upgrade", "websocket");
    reply.header("Connection", "Upgrade");
    Forwarding.copyHeaders(route, head.headers(), reply);
    reply.empty();
    reply.end();
  }
}
