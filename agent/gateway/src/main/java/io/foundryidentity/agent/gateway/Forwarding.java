package io.foundryidentity.agent.gateway;

import io.foundryidentity.agent.bootstrap.FailurePolicyException;
import io.foundryidentity.agent.bootstrap.RequestTarget;
import io.foundryidentity.agent.bootstrap.RequestTargets;
import io.foundryidentity.agent.core.server.RequestHead;
import io.foundryidentity.agent.core.targets.Target;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
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

  private static final int LONGEST_KEPT = 1 << 20;
  private static final int PIECE = 16 * 1024;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int PROXY_UNAUTHORIZED = 407;

  private final RequestTargets targets;
  private final Upstream upstream;

  Forwarding(RequestTargets targets, Upstream upstream) {
    this.targets = targets;
    this.upstream = upstream;
  }

  /**
   * @throws IOException if the client's connection fails
   */
  void forward(Route route, RequestHead head, RequestBody body, UpstreamCall call, Reply reply)
      throws IOException {
    BodyPublisher sendable = sendable(body);
    HttpResponse<InputStream> response;
    try {
      String authorization = authorize(route.target(), head.target);
      UpstreamRequest request = new UpstreamRequest(route, head, targets.keyHeaders());
      response = send(route.target(), request, authorization, sendable, call);
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
    if (response.statusCode() == PROXY_UNAUTHORIZED) {
      // This 407 is meant for this JVM; the client would answer it with its own password.
      UpstreamCall.close(response.body());
      unreachable(route, new IOException("the proxy asks for a password"), reply);
      return;
    }
    AnswerFraming framing;
    try {
      framing = AnswerFraming.of(response.statusCode(), response.headers());
    } catch (IOException odd) {
      // Closed and not read, so that its connection is not used again.
      UpstreamCall.close(response.body());
      unreachable(route, odd, reply);
      return;
    }
    if (route.noteReach(true)) {
      LOG.info("gateway can reach {} again", route.target());
    }
    answer(response, framing, reply);
  }

  private static BodyPublisher sendable(RequestBody body) throws IOException {
    if (body.length() > LONGEST_KEPT) {
      return new StreamedBody(body, body.length());
    }
    byte[] begin = body.readNBytes(body.length() < 0 ? LONGEST_KEPT : (int) body.length());
    return body.hasEnded()
        ? new KeptBody(begin)
        : new StreamedBody(new SequenceInputStream(new ByteArrayInputStream(begin), body), -1);
  }

  private HttpResponse<InputStream> send(
      Target target,
      UpstreamRequest request,
      String authorization,
      BodyPublisher body,
      UpstreamCall call)
      throws IOException {
    HttpResponse<InputStream> response =
        call.send(upstream.clientFor(target), request.authorized(authorization, body));
    if (response.statusCode() == FORBIDDEN) {
      forbidden(target, request.path(), authorization);
    }
    if (response.statusCode() != UNAUTHORIZED) {
      return response;
    }
    String fresh = afterRefusal(target, request.path(), authorization, body instanceof KeptBody);
    if (fresh == null) {
      return response;
    }
    UpstreamCall.close(response.body());
    return call.send(upstream.clientFor(target), request.authorized(fresh, body));
  }

  private String authorize(Target target, String path) throws FailurePolicyException {
    String value;
    try {
      value = ask(target, path);
    } catch (RuntimeException broken) {
      targets.adviceFailed(broken);
      value = null;
    }
    if (value == null || value.isEmpty()) {
      throw new FailurePolicyException("foundry-identity: no token for " + target);
    }
    return value;
  }

  private void forbidden(Target target, String path, String sent) {
    try {
      RequestTarget found = find(target, path);
      if (found != null) {
        found.forbidden(target.host(), path, sent);
      }
    } catch (RuntimeException broken) {
      targets.adviceFailed(broken);
    }
  }

  private @Nullable String ask(Target target, String path) throws FailurePolicyException {
    RequestTarget found = find(target, path);
    return found == null ? null : found.authorizeInTime(path);
  }

  /** Looked up each time: minutes may lie between a request and its answer. */
  private @Nullable RequestTarget find(Target target, String path) {
    return targets.find(target.scheme(), target.host(), target.port(), path);
  }

  /**
   * The header value for a second attempt; null if there is none, or the body cannot be repeated.
   */
  private @Nullable String afterRefusal(
      Target target, String path, String refused, boolean repeatable) {
    try {
      // Reported in any case: the next request needs another token, with or without a retry.
      RequestTarget found = find(target, path);
      boolean another =
          found != null
              && found.refused(target.host(), path, refused, repeatable ? Long.MAX_VALUE : 0);
      String value = another && repeatable ? ask(target, path) : null;
      return value == null || value.isEmpty() || value.equals(refused) ? null : value;
    } catch (FailurePolicyException noneAnyMore) {
      return null;
    } catch (RuntimeException broken) {
      targets.adviceFailed(broken);
      return null;
    }
  }

  private static void unreachable(Route route, IOException failure, Reply reply)
      throws IOException {
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

  private static void answer(HttpResponse<InputStream> response, AnswerFraming framing, Reply reply)
      throws IOException {
    HopByHop hop = new HopByHop(response.headers().allValues("Connection"));
    reply.begin(response.statusCode(), "");
    response
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (!hop.contains(lower(name)) && !isOwn(lower(name))) {
                values.forEach(value -> reply.header(name, value));
              }
            });
    try (InputStream body = response.body()) {
      boolean counted = beginBody(response, framing, reply);
      byte[] piece = new byte[PIECE];
      for (int count = body.read(piece); count >= 0; count = body.read(piece)) {
        if (counted) {
          reply.write(piece, count);
        }
      }
      reply.end();
    }
  }

  /** Ends the answer's head; returns whether a body follows. */
  private static boolean beginBody(
      HttpResponse<InputStream> response, AnswerFraming framing, Reply reply) throws IOException {
    int status = response.statusCode();
    if (response.request().method().equals("HEAD") || status == 304 || status == 204) {
      if (framing.hasLength() && status != 204) {
        reply.header("Content-Length", Long.toString(framing.length()));
      }
      reply.empty();
      return false;
    }
    if (framing.hasLength()) {
      reply.fixed(framing.length());
    } else {
      reply.chunked();
    }
    return true;
  }

  private static boolean isOwn(String name) {
    // An alternative service would bypass the gateway.
    return name.equals("content-length") || name.equals("alt-svc") || name.startsWith(":");
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
