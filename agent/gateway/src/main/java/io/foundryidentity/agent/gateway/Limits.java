package io.foundryidentity.agent.gateway;

/** How many connections there may be, and for how long each may keep the gateway waiting. */
final class Limits {

  /**
   * 64 connections that have not shown a secret, with 10 seconds for each head: a client on the
   * same machine needs milliseconds. 1,000 that have, with 10 minutes to read a part of an answer.
   */
  static final Limits DEFAULT = new Limits(64, 1000, 10_000, 600_000);

  private static final int SEPARATE = 64;

  final int unauthenticated;
  final int authenticated;

  /** For a whole head, in milliseconds, from the connection's start or its first byte. */
  final long headMillis;

  /** For one write, in milliseconds, until the client has read enough of it. */
  final long writeMillis;

  /** Requests at a time with an HTTP/1.1 connection each, before further ones use HTTP/2. */
  final int separate;

  Limits(int unauthenticated, int authenticated, long headMillis) {
    this(unauthenticated, authenticated, headMillis, DEFAULT.writeMillis);
  }

  Limits(int unauthenticated, int authenticated, long headMillis, long writeMillis) {
    this(unauthenticated, authenticated, headMillis, writeMillis, SEPARATE);
  }

  /** The usual limits, but for that many requests with an HTTP/1.1 connection each. */
  static Limits separating(int requests) {
    return new Limits(
        DEFAULT.unauthenticated,
        DEFAULT.authenticated,
        DEFAULT.headMillis,
        DEFAULT.writeMillis,
        requests);
  }

  private Limits(
      int unauthenticated, int authenticated, long headMillis, long writeMillis, int separate) {
    this.separate = separate;
    this.unauthenticated = unauthenticated;
    this.authenticated = authenticated;
    this.headMillis = headMillis;
    this.writeMillis = writeMillis;
  }
}
