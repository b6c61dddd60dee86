package io.foundryidentity.agent.bootstrap;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What the agent knows of one connection to a target of a client whose threads may not wait: which
 * calls are held until a first token comes, and which bearers are in flight. Who is at its other
 * end, {@link ConnectionPeer} knows.
 *
 * <p>A held call is a method of the client's own, put off with its receiver and arguments. Nothing
 * of the client's types is known here: when the time has come the method is called again, the
 * advice in it asks {@link #turn} first and learns what to do with it. So order is kept by one
 * queue, and the client's own code moves the promises, buffers and flushes.
 *
 * <p>Everything but {@link #run} is called on the connection's event loop, which is where {@link
 * #run} goes too; nothing here needs a lock. Streams are those of HTTP/2, 0 stands for HTTP/1.1.
 * While calls of one stream are held, so are those of all later ones: the first frames of streams
 * have to go out in the order of their numbers (RFC 9113, section 5.1.1).
 *
 * <p>Each request passes here after many others were sent elsewhere, so that none of this is in the
 * processor's caches. What most connections never need is therefore not made, and told by one look
 * at a field.
 *
 * <p>Public for advice. The client keeps it with its connection, so it lives no longer than that.
 */
public final class EventLoopConnection implements Runnable {

  /** Under which name a client may keep it. */
  public static final String NAME = "foundry-identity";

  /** A call that goes on, after {@link #defer} was asked. */
  public static final int FREE = 0;

  /** A call that is to be handed to {@link #hold}. */
  public static final int HELD = 1;

  /** A call that was held and goes on now. */
  public static final int RESUMED = 2;

  /** The last of those, to be followed by a flush. */
  public static final int LAST_RESUMED = 3;

  /**
   * A call that has nothing to go after, as its request was never sent. It may stand in the place
   * of the last, so it is followed by a flush too.
   */
  public static final int ORPHANED = 4;

  private static final int MOST_REMEMBERED = 1000;

  private static final SentBearers.Sent UNSIGNED = new SentBearers.Sent(0);

  private final Executor eventLoop;

  private String scheme = "";
  private InetSocketAddress peer = ConnectionPeer.NOBODY;

  private final Deque<HeldCall> held = new ArrayDeque<>();
  private boolean holding;
  private int firstHeld;
  private @Nullable Set<Integer> unsentHeld;
  private int nextTurn = FREE;

  /** Streams whose request the failure policy kept back; the other end does not know them. */
  private @Nullable Set<Integer> unsent;

  /** HTTP/2's, by stream. */
  private @Nullable Map<Integer, SentBearers.Sent> inFlight;

  /** HTTP/1.1's, signed or not, in the order of their sending, which is that of their answers. */
  private SentBearers.@Nullable Sent unanswered;

  /** What was sent after {@link #unanswered} and before its answer; few clients do so. */
  private @Nullable Deque<SentBearers.Sent> pipelined;

  /** The last one that was sent, and the client's own form of it. */
  private @Nullable String formed;

  private @Nullable CharSequence form;

  /** Its answers do not come by here: which request one belongs to cannot be told any more. */
  private boolean outOfStep;

  EventLoopConnection(Executor eventLoop) {
    this.eventLoop = eventLoop;
  }

  /**
   * What is known of the connection that a request is about to go over. Nothing is made for one
   * that leads to no target.
   *
   * @param known null before the first request that concerned a target
   * @param peer as {@link ConnectionPeer} has it
   * @param path as in the request line; anything but a path is never signed
   */
  public static @Nullable EventLoopConnection of(
      @Nullable EventLoopConnection known,
      Executor eventLoop,
      boolean tls,
      InetSocketAddress peer,
      @Nullable CharSequence path,
      @Nullable CharSequence existing) {
    String scheme = tls ? "https" : "http";
    InetSocketAddress end = isPath(path) ? peer : ConnectionPeer.NOBODY;
    EventLoopConnection connection = known;
    if (connection == null) {
      if (!AuthorizationBridge.concerns(
          scheme, end.getHostString(), end.getPort(), path, existing)) {
        return null;
      }
      connection = new EventLoopConnection(eventLoop);
    }
    connection.scheme = scheme;
    connection.peer = end;
    return connection;
  }

  private static boolean isPath(@Nullable CharSequence path) {
    return path != null && path.length() > 0 && path.charAt(0) == '/';
  }

  /** The first question about each call that writes. */
  public int turn(int stream) {
    int turn = nextTurn;
    nextTurn = FREE;
    if (turn == FREE && holding && stream >= firstHeld) {
      return HELD;
    }
    return unsent != null && unsent.contains(stream) ? ORPHANED : turn;
  }

  /** Whether a request is to wait for a first token; then it goes to {@link #hold} at once. */
  public boolean defer(@Nullable CharSequence path, @Nullable CharSequence existing) {
    return AuthorizationBridge.defer(
        scheme, peer.getHostString(), peer.getPort(), text(path), text(existing), this);
  }

  /**
   * {@link RequestAuthorizer#authorize} without a wait, and notes the answer for {@link #answered}.
   * An exception means that the request must not be sent.
   */
  public @Nullable String authorize(
      int stream, @Nullable CharSequence path, @Nullable CharSequence existing)
      throws FailurePolicyException {
    if (unsentHeld != null) {
      unsentHeld.remove(stream);
    }
    String host = peer.getHostString();
    int port = peer.getPort();
    try {
      String value =
          AuthorizationBridge.authorize(scheme, host, port, text(path), text(existing), false);
      SentBearers.Sent sent =
          value == null ? UNSIGNED : new SentBearers.Sent(value, 0, scheme, host, port, text(path));
      if (stream == 0) {
        awaitAnswer(sent);
      } else if (value != null) {
        if (inFlight == null) {
          inFlight = new HashMap<>();
        }
        makeRoom(inFlight.keySet());
        inFlight.put(stream, sent);
      }
      return value;
    } catch (FailurePolicyException policy) {
      keepBack(stream);
      throw policy;
    }
  }

  /**
   * That value in the client's own form, which is quicker to send: a connection sends one many
   * times.
   *
   * @return null where {@link #keepForm} was not told yet
   */
  public @Nullable CharSequence formOf(String authorization) {
    return authorization.equals(formed) ? form : null;
  }

  /** Keeps the client's own form of a value in the place of the one before it. */
  public void keepForm(String authorization, CharSequence itsForm) {
    formed = authorization;
    form = itsForm;
  }

  private void awaitAnswer(SentBearers.Sent sent) {
    if (outOfStep) {
      return;
    }
    if (unanswered == null) {
      unanswered = sent;
      return;
    }
    if (pipelined == null) {
      pipelined = new ArrayDeque<>();
    }
    pipelined.add(sent);
    if (pipelined.size() >= MOST_REMEMBERED) {
      unanswered = null;
      pipelined = null;
      outOfStep = true;
    }
  }

  private SentBearers.@Nullable Sent nextAnswered(int stream) {
    if (stream != 0) {
      return inFlight == null ? null : inFlight.remove(stream);
    }
    SentBearers.Sent next = unanswered;
    unanswered = pipelined == null ? null : pipelined.poll();
    return next;
  }

  private void keepBack(int stream) {
    if (stream != 0) {
      if (unsent == null) {
        unsent = new HashSet<>();
      }
      makeRoom(unsent);
      unsent.add(stream);
    }
  }

  /** Streams end without a word to this class too; what is forgotten of them is only a 401. */
  private static void makeRoom(Set<Integer> streams) {
    if (streams.size() >= MOST_REMEMBERED) {
      streams.clear();
    }
  }

  private static @Nullable String text(@Nullable CharSequence characters) {
    return characters == null ? null : characters.toString();
  }

  /** Hears of each head of an answer; a refused bearer is told, so that the next request heals. */
  public void answered(int stream, int status) {
    if (status < 200 && status != 101) {
      return;
    }
    SentBearers.Sent sent = nextAnswered(stream);
    if (sent != null && sent.value != null && status == 403) {
      AuthorizationBridge.forbidden(sent.scheme, sent.host, sent.port, sent.path, sent.value);
    }
    if (sent != null && sent.value != null && status == 401) {
      LayeredRequest.refused(sent.value, sent.host);
      AuthorizationBridge.refused(sent.scheme, sent.host, sent.port, sent.path, sent.value, false);
    }
  }

  /**
   * Puts a call off, with all that follow it.
   *
   * @param caller of the class that declares the method
   * @param opening whether it is the request that opens the stream
   */
  public void hold(
      MethodHandles.Lookup caller,
      Method method,
      Object receiver,
      Object[] arguments,
      int stream,
      boolean opening) {
    if (opening) {
      if (unsentHeld == null) {
        unsentHeld = new HashSet<>();
      }
      unsentHeld.add(stream);
    }
    if (!holding) {
      holding = true;
      firstHeld = stream;
    }
    held.add(new HeldCall(caller, method, receiver, arguments, stream));
  }

  /**
   * Takes back a stream whose request is still held; each of its calls is told that it is {@link
   * #ORPHANED}.
   *
   * @return false where the request is out already, so that its end has to follow it
   */
  public boolean cancel(int stream) {
    Set<Integer> waiting = unsentHeld;
    if (waiting == null || !waiting.remove(stream)) {
      return false;
    }
    Deque<HeldCall> cancelled = new ArrayDeque<>();
    for (HeldCall call : held) {
      if (call.stream == stream) {
        cancelled.add(call);
      }
    }
    held.removeAll(cancelled);
    keepBack(stream);
    for (HeldCall call : cancelled) {
      call(call, ORPHANED);
    }
    return true;
  }

  /** The wait for a token is over, with or without one. */
  @Override
  public void run() {
    try {
      eventLoop.execute(this::resume);
    } catch (RuntimeException stopped) {
      // The loop takes nothing any more, so nothing else runs there: each call fails by itself
      resume();
    }
  }

  /** Lets all held calls go on; also for a connection that was closed, where they fail. */
  public void resume() {
    for (HeldCall next = held.poll(); next != null; next = held.poll()) {
      call(next, held.isEmpty() ? LAST_RESUMED : RESUMED);
    }
    holding = false;
  }

  private void call(HeldCall call, int turn) {
    nextTurn = turn;
    try {
      // Not virtual: what a subclass does before it calls this method was done the first time
      call.caller
          .unreflectSpecial(call.method, call.method.getDeclaringClass())
          .bindTo(call.receiver)
          .invokeWithArguments(call.arguments);
    } catch (Throwable failure) {
      AuthorizationBridge.tell(failure);
    } finally {
      nextTurn = FREE;
    }
  }

  private static final class HeldCall {
    final MethodHandles.Lookup caller;
    final Method method;
    final Object receiver;
    final Object[] arguments;
    final int stream;

    HeldCall(
        MethodHandles.Lookup caller,
        Method method,
        Object receiver,
        Object[] arguments,
        int stream) {
      this.caller = caller;
      this.method = method;
      this.receiver = receiver;
      this.arguments = arguments;
      this.stream = stream;
    }
  }
}
