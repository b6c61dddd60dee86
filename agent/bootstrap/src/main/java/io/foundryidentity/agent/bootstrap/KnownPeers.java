package io.foundryidentity.agent.bootstrap;

import org.jspecify.annotations.Nullable;

/**
 * Remembers the peer of a client's own object (a connection, a request, its settings). For clients
 * that do not know the peer in the place where they write a request.
 *
 * <p>Public for advice.
 */
public final class KnownPeers {

  private KnownPeers() {}

  /**
   * Remembers a peer and replaces an earlier one. Only {@link Peer#NOBODY} is never replaced:
   * another thread may send the same object over another connection, and must not allow what this
   * one forbids.
   */
  public static void note(Object connection, Peer peer) {
    if (AuthorizationBridge.isInstalled()) {
      ExchangeNotes.add(connection, new ExchangeNotes.Note(null, peer, 0));
    }
  }

  /** Remembers for the second object what is known of the first one, if anything. */
  public static void handOn(Object from, Object to) {
    Peer peer = of(from);
    if (peer != null) {
      note(to, peer);
    }
  }

  /** Null where nothing is known. */
  public static @Nullable Peer of(Object connection) {
    ExchangeNotes.Note note = ExchangeNotes.of(connection);
    return note == null ? null : note.peer;
  }
}
