package io.foundryidentity.agent.gateway;

import io.foundryidentity.agent.core.connection.SocketDeadline;
import io.foundryidentity.agent.core.server.ConnectionInput;
import io.foundryidentity.agent.core.server.HeadReader;
import io.foundryidentity.agent.core.server.Refused;
import io.foundryidentity.agent.core.server.RequestHead;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the heads of one connection's requests, and decides: a request comes in, or it is answered
 * or refused here, and the connection ends.
 */
final class RequestIntake {

  private static final Logger LOG = LoggerFactory.getLogger(RequestIntake.class);

  /** In bytes; the target servers accept less. */
  private static final int LONGEST_HEAD = 64 * 1024;

  private static final long LONGEST_FAREWELL_MILLIS = 1_000;
  static final int LARGEST_FAREWELL = 64 * 1024;

  /** The reasons that were logged before. */
  private static final Set<Refusal> TOLD = ConcurrentHashMap.newKeySet();

  private final ClientSocket socket;
  private final GatewayParts parts;
  private final ConnectionInput in;
  private final WatchedOutput out;
  private final HostNames names;

  RequestIntake(ClientSocket socket, GatewayParts parts, ConnectionInput in, WatchedOutput out) {
    this.socket = socket;
    this.parts = parts;
    this.in = in;
    this.out = out;
    this.names = parts.options.namesOn(socket.localAddress(), parts.port);
  }

  /**
   * Waits for a request's first byte; false if the connection ends instead. Without TLS there is no
   * limit: the caller closes the connection in time.
   */
  boolean begins() throws IOException {
    return socket.isSecure() || in.awaitFirst();
  }

  /**
   * The next request, which has shown a secret; null if the connection ends instead.
   *
   * @param waitedNanos how much of the head's time is over
   */
  @Nullable AdmittedRequest next(long waitedNanos) throws IOException {
    in.limitTo(Math.max(1, parts.headMillis - TimeUnit.NANOSECONDS.toMillis(waitedNanos)));
    if (!socket.isSecure()) {
      return read();
    }
    try (SocketDeadline limit = socket.deadline(parts.headMillis)) {
      return read();
    }
  }

  private @Nullable AdmittedRequest read() throws IOException {
    RequestHead head = null;
    try {
      head = HeadReader.read(in, LONGEST_HEAD);
      return head == null ? null : admitted(head);
    } catch (NotAdmitted refusal) {
      refuse(head, refusal);
    } catch (Refused malformed) {
      LOG.debug("gateway cannot read a request: {}", malformed.reason());
      refuse(head, new NotAdmitted(Refusal.MALFORMED, false));
    }
    return null;
  }

  private @Nullable AdmittedRequest admitted(RequestHead head)
      throws NotAdmitted, Refused, IOException {
    GatewayPage page = parts.pages.at(head.target);
    if (page == null) {
      Route route = parts.admission.admit(head, names);
      return AdmittedRequest.forwarded(route, head, RequestBody.of(head, in));
    }
    parts.admission.requireOwnHost(head, names);
    long began = System.nanoTime();
    PageAnswer own = page.answer(head);
    if (own.isAuthenticated()) {
      return AdmittedRequest.answered(own, head, RequestBody.of(head, in));
    }
    Reply reply = Reply.to(head, out);
    reply.close();
    long before = out.sent();
    own.write(reply);
    AccessLog.ended(head, reply.status(), out.sent() - before, System.nanoTime() - began, null);
    sayFarewell();
    return null;
  }

  private void refuse(@Nullable RequestHead head, NotAdmitted refused) throws IOException {
    Refusal refusal = refused.refusal();
    parts.counts.refused(refusal);
    note(refusal);
    AccessLog.refused(head, refusal);
    if (head == null || !refused.isTold()) {
      Reply.refuse(out);
    } else {
      Reply reply = Reply.to(head, out);
      reply.close();
      reply.error(403, "Forbidden", String.valueOf(refusal.code()), refusal.message());
    }
    sayFarewell();
  }

  /** Every place for connections that have shown a secret is taken. */
  void refuseAsTooMany(RequestHead head) throws IOException {
    parts.counts.failed(OwnError.TOO_MANY_CONNECTIONS);
    Reply reply = Reply.to(head, out);
    reply.close();
    reply.error(
        503,
        "Service Unavailable",
        OwnError.TOO_MANY_CONNECTIONS.code(),
        "foundry-identity: too many connections");
    sayFarewell();
  }

  /** The request's body may take its time. */
  void admitted() {
    in.unlimited();
  }

  private void sayFarewell() throws IOException {
    in.drain(LONGEST_FAREWELL_MILLIS, LARGEST_FAREWELL);
  }

  /** Logs each reason once, as a client that is refused may try for hours. */
  private static void note(Refusal refusal) {
    if (!TOLD.add(refusal)) {
      return;
    }
    String line = "gateway refused a request: {}; further ones are not logged";
    if (refusal.isSetUp()) {
      LOG.warn(line, refusal.reason());
    } else {
      LOG.info(line, refusal.reason());
    }
  }
}
