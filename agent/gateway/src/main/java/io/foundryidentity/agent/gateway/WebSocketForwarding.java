package io.foundryidentity.agent.gateway;

import io.foundryidentity.agent.bootstrap.FailurePolicyException;
import io.foundryidentity.agent.core.server.RequestHead;
import io.foundryidentity.agent.core.targets.Target;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Forwards a WebSocket handshake with a token, and switches if the target does.
 *
 * <p>The token is decided on as for other requests. Any answer but a valid 101 is handed back as an
 * ordinary one, and the client's connection ends: what the client sent after its handshake is never
 * read as a request.
 */
final class WebSocketForwarding {

  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int PROXY_UNAUTHORIZED = 407;

  /** For the whole answer to a handshake, which needs no model. */
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(60);

  private final TargetAuthorization authorizations;
  private final Duration longestAnswer;
  final TargetTls tls;

  WebSocketForwarding(TargetAuthorization authorizations, TargetTls tls) {
    this(authorizations, tls, LONGEST_ANSWER);
  }

  WebSocketForwarding(TargetAuthorization authorizations, TargetTls tls, Duration longestAnswer) {
    this.authorizations = authorizations;
    this.tls = tls;
    this.longestAnswer = longestAnswer;
  }

  /**
   * Answers a handshake.
   *
   * @param reply says afterwards what the answer was
   * @return the target's side of the WebSocket; null if the answer is another one, and the client's
   *     connection must end
   * @throws IOException if the client's connection fails
   */
  @Nullable TargetEnd open(Route route, RequestHead head, WebSocketCall call, Reply reply)
      throws IOException {
    Attempt attempt;
    HandshakeAnswer refusal;
    try {
      WebSocketHandshake handshake = WebSocketHandshake.of(route, head);
      UpstreamRequest request = new UpstreamRequest(route, head, authorizations.keyHeaders());
      attempt = attempt(route.target(), handshake, request, call);
      refusal = attempt.head.switches() ? null : attempt.refusal();
      if (refusal == null) {
        handshake.requireAccepted(attempt.head);
        call.switched();
      }
    } catch (BadHandshake bad) {
      reply.close();
      bad.answer(reply);
      return null;
    } catch (FailurePolicyException noToken) {
      reply.close();
      reply.error(503, "Service Unavailable", "NoToken", String.valueOf(noToken.getMessage()));
      return null;
    } catch (IOException failure) {
      if (call.hasEnded()) {
        throw failure;
      }
      reply.close();
      Forwarding.unreachable(route, failure, reply);
      return null;
    }
    Forwarding.reached(route);
    if (refusal != null) {
      reply.close();
      refusal.write(route, reply);
      return null;
    }
    HandshakeAnswer.writeSwitch(route, attempt.head, reply);
    return new TargetEnd(attempt.socket, attempt.in);
  }

  /** One handshake, and another one with a fresh token if the target refuses the first. */
  private Attempt attempt(
      Target target, WebSocketHandshake handshake, UpstreamRequest request, WebSocketCall call)
      throws IOException {
    String authorization = authorizations.authorize(target, request.path());
    Attempt first = send(target, handshake, request, authorization, call);
    if (first.head.status() != UNAUTHORIZED) {
      return first;
    }
    String fresh = authorizations.afterRefusal(target, request.path(), authorization, true);
    return fresh == null ? first : send(target, handshake, request, fresh, call);
  }

  private Attempt send(
      Target target,
      WebSocketHandshake handshake,
      UpstreamRequest request,
      String authorization,
      WebSocketCall call)
      throws IOException {
    TargetSocket socket = call.connect(target);
    long end = System.nanoTime() + longestAnswer.toNanos();
    AnswerInput in = new AnswerInput(socket.input());
    AnswerHead head =
        socket.within(
            end,
            () -> {
              socket.output().write(handshake.authorized(request, authorization));
              return AnswerHead.readToUpgrade(in);
            });
    if (head.status() == FORBIDDEN) {
      authorizations.forbidden(target, request.path(), authorization);
    }
    if (head.switches()) {
      authorizations.accepted(target, request.path(), authorization);
    }
    if (head.status() == PROXY_UNAUTHORIZED) {
      // The client would answer it with its own password.
      throw new IOException("the proxy asks for a password");
    }
    return new Attempt(socket, in, head, end);
  }

  /** A handshake that was sent, and the head of its answer. */
  private static final class Attempt {
    final TargetSocket socket;
    final AnswerInput in;
    final AnswerHead head;
    private final long end;

    /**
     * @param end of the time for the whole answer, as a value of {@link System#nanoTime}
     */
    Attempt(TargetSocket socket, AnswerInput in, AnswerHead head, long end) {
      this.socket = socket;
      this.in = in;
      this.head = head;
      this.end = end;
    }

    HandshakeAnswer refusal() throws IOException {
      return socket.within(end, () -> HandshakeAnswer.read(head, in));
    }
  }

  /** The target's side of an open WebSocket; the input has the bytes that came with the answer. */
  static final class TargetEnd {
    final TargetSocket socket;
    final AnswerInput in;

    TargetEnd(TargetSocket socket, AnswerInput in) {
      this.socket = socket;
      this.in = in;
    }
  }
}
