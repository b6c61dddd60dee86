package io.foundryidentity.agent.gateway;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;

/** What the connections of one gateway share. */
final class GatewayParts {

  final Admission admission;
  final Forwarding forwarding;

  /** For connections that have shown a secret, and for the calls to targets. */
  final Executor threads;

  final UnauthenticatedConnections unauthenticated;

  /** One for each connection that has shown a secret. */
  final Semaphore places;

  /** The time for each head. */
  final long headMillis;

  /** All that are open. */
  final Set<Connection> connections = ConcurrentHashMap.newKeySet();

  GatewayParts(Admission admission, Forwarding forwarding, Executor threads, Limits limits) {
    this.admission = admission;
    this.forwarding = forwarding;
    this.threads = threads;
    this.unauthenticated = new UnauthenticatedConnections(limits.unauthenticated);
    this.places = new Semaphore(limits.authenticated);
    this.headMillis = limits.headMillis;
  }
}
