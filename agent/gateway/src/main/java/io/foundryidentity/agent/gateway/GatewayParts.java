package io.foundryidentity.agent.gateway;

import io.foundryidentity.agent.core.status.GatewayStatus;
import io.foundryidentity.agent.core.token.AgentScheduler;
import io.foundryidentity.agent.core.token.Scheduler;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** What the connections of one gateway share. */
final class GatewayParts {

  /** Asked before {@link #admission}. */
  final GatewayPages pages = new GatewayPages();

  final Admission admission;
  final Forwarding forwarding;
  final WebSocketForwarding webSockets;

  /** For what an open WebSocket needs to be ended by the clock. */
  final Scheduler timer = new AgentScheduler();

  /** For connections that have shown a secret, and for the calls to targets. */
  final Executor threads;

  final UnauthenticatedConnections unauthenticated;

  /** One for each connection that has shown a secret. */
  final Semaphore places;

  /** The time for each head. */
  final long headMillis;

  final ListenOptions options;

  /** The one that it listens on. */
  final int port;

  final GatewayCounts counts = new GatewayCounts();

  /** All that are open. */
  final Set<Connection> connections = ConcurrentHashMap.newKeySet();

  final DisconnectWatch watch;

  GatewayParts(
      ListenOptions options,
      int port,
      Admission admission,
      Forwarding forwarding,
      WebSocketForwarding webSockets,
      NextHops hops,
      Executor threads,
      Limits limits) {
    this.options = options;
    this.port = port;
    this.admission = admission;
    this.forwarding = forwarding;
    this.webSockets = webSockets;
    this.watch = new DisconnectWatch(this, hops);
    this.threads = threads;
    this.unauthenticated = new UnauthenticatedConnections(limits.unauthenticated);
    this.places = new Semaphore(limits.authenticated);
    this.headMillis = limits.headMillis;
  }

  /** Counts and logs a request that was let in. */
  void ended(AdmittedRequest request, Reply reply, WatchedOutput out, long nanos) {
    long bytes = out.takeSent();
    OwnError failure = reply.failure();
    counts.sent(bytes);
    if (failure != null) {
      counts.failed(failure);
    }
    if (request.own == null) {
      counts.answered(reply.status(), TimeUnit.NANOSECONDS.toMillis(nanos));
    }
    AccessLog.ended(
        request.head, reply.status(), bytes, nanos, request.own == null ? request.route() : null);
  }

  GatewayStatus status() {
    int unauthenticatedNow = unauthenticated.count();
    return counts.now(Math.max(connections.size() - unauthenticatedNow, 0), unauthenticatedNow);
  }
}
