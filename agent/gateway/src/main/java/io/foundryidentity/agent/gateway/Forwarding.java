package io.foundryidentity.agent.gateway;

import io.foundryidentity.agent.bootstrap.FailurePolicyException;
import io.foundryidentity.agent.core.server.RequestHead;
import io.foundryidentity.agent.core.targets.Target;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forwards an accepted request with a token, and sends the answer back.
 *
 * <p>Each request is authorized by the same decisions as those of instrumented clients. If there is
 * no token, nothing is sent: the client's own credentials are never used. A body of at most 1 MiB
 * is kept, so that the request can be sent again if the target refuses the token. A longer body is
 * never in memory as a whole, and its client gets the 401.
 */
final class Forwarding {

  private static final Logger LOG = LoggerFactory.getLogger(Forwarding.class);

  private static final int PIECE = 16 * 1024;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int PROXY_UNAUTHORIZED = 407;

  private final TargetAuthorization authorizations;
  private final NextHops hops;

  Forwarding(TargetAuthorization authorizations, NextHops hops) {
    this.authorizations = authorizations;
    this.hops = hops;
  }

  /**
   * @throws IOException if the client's connection fails
   */
  void forward(Route route, RequestHead head, RequestBody body, UpstreamCall call, Reply reply)
      throws IOException {
    ForwardedBody sendable = ForwardedBody.of(body);
    TargetAnswer answer;
    try {
      String authorization = authorizations.authorize(route.target(), head.target);
      UpstreamRequest request = new UpstreamRequest(route, head, authorizations.keyHeaders());
      answer = send(route.target(), request, authorization, sendable, call);
    } catch (FailurePolicyException noToken) {
      reply.error(503, "Service Unavailable", "NoToken", String.valueOf(noToken.getMessage()));
      return;
    } catch (IOException failure) {
      if (call.isCancelled() || body.hasFailed()) {
        throw failure;
      }
      unreachable(route, failure, reply);
      return;
    }
    if (answer.status() == PROXY_UNAUTHORIZED) {
      // This 407 is meant for this JVM; the client would answer it with its own password.
      answer.close();
      unreachable(route, new IOException("the proxy asks for a password"), reply);
      return;
    }
    reached(route);
    body.answered();
    try (answer) {
      answer(route, answer, reply);
    }
  }

  private TargetAnswer send(
      Target target,
      UpstreamRequest request,
      String authorization,
      ForwardedBody body,
      UpstreamCall call)
      throws IOException {
    NextHop hop = hops.to(target);
    TargetAnswer answer = hop.send(request, authorization, body, call);
    if (answer.status() == FORBIDDEN) {
      authorizations.forbidden(target, request.path(), authorization);
    } else if (answer.status() / 100 == 2) {
      authorizations.accepted(target, request.path(), authorization);
    }
    if (answer.status() != UNAUTHORIZED) {
      return answer;
    }
    String fresh =
        authorizations.afterRefusal(target, request.path(), authorization, body.isKept());
    if (fresh == null) {
      return answer;
    }
    answer.close();
    return hop.send(request, fresh, body, call);
  }

  static void reached(Route route) {
    if (route.noteReach(true)) {
      LOG.info("gateway can reach {} again", route.target());
    }
  }

  static void unreachable(Route route, IOException failure, Reply reply) throws IOException {
    String reason = UnreachedTarget.reason(failure);
    if (route.noteReach(false)) {
      LOG.warn("gateway cannot reach {}: {}", route.target(), reason);
      LOG.debug("gateway cannot reach {}", route.target(), failure);
    }
    reply.error(
        502,
        "Bad Gateway",
        "TargetUnreachable",
        "foundry-identity: " + route.target() + " could not be reached: " + reason);
  }

  private static void answer(Route route, TargetAnswer answer, Reply reply) throws IOException {
    reply.begin(answer.status(), "");
    copyHeaders(route, answer.headers(), reply);
    AnswerFraming framing = answer.framing();
    beginBody(answer.status(), framing, reply);
    if (framing.hasBody()) {
      // What was read so far waits for nothing but more of what is here already
      TargetAnswer.BeforeWait flush = reply::flush;
      byte[] piece = new byte[piece(framing)];
      for (int count = answer.read(piece, flush); count >= 0; count = answer.read(piece, flush)) {
        reply.write(piece, count);
      }
    }
    // Before the client has the whole answer and may send the next request
    answer.close();
    reply.end();
  }

  private static int piece(AnswerFraming framing) {
    return framing.hasLength() ? (int) Math.max(1, Math.min(PIECE, framing.length())) : PIECE;
  }

  /** Ends the answer's head. */
  private static void beginBody(int status, AnswerFraming framing, Reply reply) throws IOException {
    if (!framing.hasBody()) {
      if (framing.hasLength() && status != 204) {
        reply.header("Content-Length", Long.toString(framing.length()));
      }
      reply.empty();
    } else if (framing.hasLength()) {
      reply.fixed(framing.length());
    } else {
      // Also one that ends with the target's connection: a client can tell if chunks are complete
      reply.chunked();
    }
  }

  /**
   * Hands an answer's headers back, but for those between the gateway and the target alone.
   *
   * @param headers names, each followed by its value
   */
  static void copyHeaders(Route route, List<String> headers, Reply reply) {
    HopByHop hop = HopByHop.of(headers);
    for (int i = 0; i < headers.size(); i += 2) {
      String name = headers.get(i).toLowerCase(Locale.ROOT);
      if (!hop.contains(name) && !isOwn(name)) {
        String value = headers.get(i + 1);
        reply.header(
            headers.get(i),
            TargetLocation.isIn(name) ? TargetLocation.forClient(route, value) : value);
      }
    }
  }

  private static boolean isOwn(String name) {
    // An alternative service would bypass the gateway.
    return name.equals("content-length") || name.equals("alt-svc") || name.startsWith(":");
  }
}
