package io.foundryidentity.agent.bootstrap;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the agent knows of a client's own objects: which request was sent with which bearer, which
 * peer a connection has, and a few marks.
 *
 * <p>A 401 must be judged by the bearer that was sent, not by the current one: if a hundred
 * requests are refused together, only the first refusal means that the token is bad. The request
 * objects themselves must never hold the token, as applications log them. So the bearer is kept
 * here, by identity and weakly: a note is removed with the answer, at the latest when the client
 * drops its object.
 */
final class ExchangeNotes {

  /** The hop is the one retry of another. */
  static final int RETRY = 1;

  /** The body of the hop cannot be sent a second time. */
  static final int UNREPEATABLE = 2;

  /** The hop was answered with 401. */
  static final int REFUSED = 4;

  /** An authorized head is being written. */
  static final int WRITING = 8;

  /** The hop was held back until a token was available or the wait was over. */
  static final int HELD = 16;

  /**
   * The notes, by {@link WeakIdentity}; looked up with {@link LiveIdentity}. Static, as advice has
   * no object of the agent's to ask; emptied by {@link #clear}. The table is larger than the number
   * of entries: otherwise the few entries that come and go with each request would share cache
   * lines, and cores that send at the same time would slow each other down.
   */
  private static final ConcurrentHashMap<Object, Note> NOTES = new ConcurrentHashMap<>(1024);

  private static final ReferenceQueue<Object> COLLECTED = new ReferenceQueue<>();

  /** False until there is a first note; until then a look-up creates no key. */
  private static volatile boolean used;

  /** The same for notes of what was sent, and for marks. */
  private static volatile boolean usedForRequests;

  private ExchangeNotes() {}

  static void remember(Object exchange, TargetedRequest sent) {
    useForRequests();
    Note note = new Note(sent, null, 0);
    if (NOTES.putIfAbsent(key(exchange), note) != null) { // Nearly always its first note
      add(exchange, note);
    }
  }

  static void mark(Object exchange, int mark) {
    useForRequests();
    add(exchange, new Note(null, null, mark));
  }

  private static void useForRequests() {
    if (!usedForRequests) {
      usedForRequests = true;
    }
  }

  /**
   * Whether a request may have a note of what was sent, or a mark. Where no request has, none need
   * be looked up; the first look-up of an object makes the JVM compute its identity.
   */
  static boolean areUsedForRequests() {
    return usedForRequests;
  }

  /**
   * Adds to what is known, in one atomic step: another thread may add at this moment what forbids a
   * token.
   */
  static void add(Object exchange, Note news) {
    LiveIdentity live = new LiveIdentity(exchange);
    Note before = used ? NOTES.get(live) : null; // An unused key would cost more
    if (before == null) {
      before = NOTES.putIfAbsent(key(exchange), news);
    }
    while (before != null && !NOTES.replace(live, before, news.after(before))) {
      before = NOTES.putIfAbsent(key(exchange), news);
    }
  }

  /** A key for a new note; removes the notes whose object is gone first. */
  private static WeakIdentity key(Object exchange) {
    for (Reference<?> gone = COLLECTED.poll(); gone != null; gone = COLLECTED.poll()) {
      NOTES.remove(gone);
    }
    if (!used) { // Each write would make every core read it again
      used = true;
    }
    return new WeakIdentity(exchange, COLLECTED);
  }

  static @Nullable Note of(Object exchange) {
    return used ? NOTES.get(new LiveIdentity(exchange)) : null;
  }

  static boolean is(Object exchange, int mark) {
    Note note = of(exchange);
    return note != null && note.is(mark);
  }

  static void forget(Object exchange) {
    if (used) {
      NOTES.remove(new LiveIdentity(exchange));
    }
  }

  /**
   * Forgets all except what forbids a token; the check and the removal are one atomic step.
   *
   * @return what was sent, or null
   */
  static @Nullable TargetedRequest forgetAnswered(Object exchange) {
    if (used) {
      LiveIdentity live = new LiveIdentity(exchange);
      for (Note note = NOTES.get(live); note != null; note = NOTES.get(live)) {
        if (replace(live, note, note.peer == Peer.NOBODY ? Note.FORBIDDEN : null)) {
          return note.sent;
        }
      }
    }
    return null;
  }

  /**
   * Forgets what was sent, with its bearer, and nothing else: the client may send the same object
   * again.
   */
  static void forgetSent(Object exchange) {
    if (used) {
      LiveIdentity live = new LiveIdentity(exchange);
      for (Note note = NOTES.get(live); note != null && note.sent != null; note = NOTES.get(live)) {
        if (replace(live, note, note.withoutSent())) {
          return;
        }
      }
    }
  }

  private static boolean replace(LiveIdentity live, Note before, @Nullable Note after) {
    return after == null ? NOTES.remove(live, before) : NOTES.replace(live, before, after);
  }

  static void clear() {
    NOTES.clear();
  }

  /** What is known of one object; immutable. */
  static final class Note {

    static final Note FORBIDDEN = new Note(null, Peer.NOBODY, 0);

    /** Null if no request to a target was sent. */
    final @Nullable TargetedRequest sent;

    final @Nullable Peer peer;
    private final int marks;

    Note(@Nullable TargetedRequest sent, @Nullable Peer peer, int marks) {
      this.sent = sent;
      this.peer = peer;
      this.marks = marks;
    }

    /**
     * Combines both: the newer value replaces the older one, marks add up, and {@link Peer#NOBODY}
     * stays.
     */
    Note after(Note before) {
      return new Note(
          sent == null ? before.sent : sent,
          peer == null || before.peer == Peer.NOBODY ? before.peer : peer,
          marks | before.marks);
    }

    /** Null if nothing else is known. */
    @Nullable Note withoutSent() {
      return peer == null && marks == 0 ? null : new Note(null, peer, marks);
    }

    boolean is(int mark) {
      return (marks & mark) != 0;
    }
  }
}
