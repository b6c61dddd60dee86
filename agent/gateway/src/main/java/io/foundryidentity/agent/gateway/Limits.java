package io.foundryidentity.agent.gateway;

/** How many connections there may be, and for how long one may wait for its request's head. */
final class Limits {

  /**
   * 64 connections that have not shown a secret, with 10 seconds for each head: a client on the
   * same machine needs milliseconds. 1,000 that have.
   */
  static final Limits DEFAULT = new Limits(64, 1000, 10_000);

  final int unauthenticated;
  final int authenticated;

  /** For a whole head, in milliseconds, from the connection's start or its first byte. */
  final long headMillis;

  Limits(int unauthenticated, int authenticated, long headMillis) {
    this.unauthenticated = unauthenticated;
    this.authenticated = authenticated;
    this.headMillis = headMillis;
  }
}
