package io.foundryidentity.agent.bootstrap;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The agent's state of one connection to a target, for a client whose threads must not wait: which
 * calls are held until a first token is available or the TLS handshake has ended, and which bearers
 * are in flight.
 *
 * <p>A held call is a method of the client's own, kept with its receiver and arguments. This class
 * does not know the client's types: when the wait is over it calls the method again, and the advice
 * in that method asks {@link #turn} first what to do. So one queue keeps the order, and the
 * client's own code handles the promises, buffers and flushes.
 *
 * <p>All methods except {@link #run}, {@link #postpone}, {@link #of} for a new connection and
 * {@link #move} are called on the connection's event loop, and {@link #run} continues there, so
 * nothing here needs a lock. Streams are those of HTTP/2; 0 stands for HTTP/1.1. While calls of one
 * stream are held, those of all later streams are held too: the first frames of streams must be
 * sent in the order of their numbers (RFC 9113, section 5.1.1).
 *
 * <p>Between two requests of one connection many others are sent elsewhere, so this object is
 * usually not in the processor's caches. Collections that most connections never need are therefore
 * created on first use, and one look at a field shows that there is none.
 *
 * <p>Public for advice. The client keeps it with its connection, so it lives no longer than that.
 */
public final class EventLoopConnection implements Runnable {

  /** The name under which a client may keep it. */
  public static final String NAME = "foundry-identity";

  private static final int MOST_REMEMBERED = 1000;

  /** Stands for a request that was not authorized. */
  private static final Object OTHER = new Object();

  private final Executor eventLoop;

  /** The request that is about to be written; null if it does not go to a target. */
  private @Nullable TargetedRequest next;

  private final Deque<DelayedCall> held = new ArrayDeque<>();
  private boolean holding;

  /** The calls that are held have waited for a first token; timers of other threads read it. */
  private volatile boolean deferred;

  /** When the last wait for a first token was over; 0 if there was none. */
  private volatile long resumedAt;

  /** The call that was made just now waits for something else. */
  private boolean heldAgain;

  private int firstHeld;
  private @Nullable Set<Integer> unsentHeld;
  private CallTurn nextTurn = CallTurn.FIRST;

  /**
   * Streams whose request was not sent, because of the failure policy or because the stream was
   * reset while the request was held; the other end does not know them.
   */
  private @Nullable Set<Integer> unsent;

  /** The authorized requests of HTTP/2 that have no answer yet, by stream. */
  private @Nullable Map<Integer, TargetedRequest> inFlight;

  /**
   * The first request of HTTP/1.1 that has no answer yet; {@link #OTHER} if it was not authorized.
   * Answers come in the order of the requests.
   */
  private @Nullable Object unanswered;

  /** The requests sent after {@link #unanswered} and before its answer; few clients do so. */
  private @Nullable Deque<Object> pipelined;

  /** The refused requests whose client may send them again, by stream. */
  private @Nullable Map<Integer, TargetedRequest> refused;

  /** The answers do not pass here, so they can no longer be assigned to their requests. */
  private boolean outOfStep;

  EventLoopConnection(Executor eventLoop) {
    this.eventLoop = eventLoop;
  }

  /**
   * The state of the connection that a request is about to use. No object is created for a
   * connection that leads to no target.
   *
   * @param known null before the first request that concerned a target
   * @param next the request, if it is for a target and its connection is proven, or will be before
   *     it is authorized
   */
  public static @Nullable EventLoopConnection of(
      @Nullable EventLoopConnection known,
      Executor eventLoop,
      @Nullable TargetedRequest next,
      @Nullable CharSequence existing) {
    EventLoopConnection connection = known;
    if (connection == null) {
      if (next == null || !next.concerns(text(existing))) {
        return null;
      }
      connection = new EventLoopConnection(eventLoop);
    }
    connection.next = next;
    return connection;
  }

  /**
   * Notes the request that is about to be written, as {@link #of} does; null if it goes to no
   * target, or if its connection is not proven.
   */
  public void begin(@Nullable TargetedRequest request) {
    next = request;
  }

  /**
   * Makes a call on the event loop, if this thread is another one; for a client that writes on any
   * thread. All calls of a connection must ask this, so that they keep their order.
   *
   * @param caller a look-up of the class that declares the method
   * @param event an argument of the call; on the event loop {@link AuthorizationBridge#takeObject}
   *     returns this object for it
   * @return false if the call is to be made at once
   */
  public boolean move(
      MethodHandles.Lookup caller,
      Method method,
      Object receiver,
      Object[] arguments,
      Object event) {
    DelayedCall call = new DelayedCall(caller, method, receiver, arguments, 0);
    return new MovedCall(call, event, this).isMovedTo(eventLoop);
  }

  /** What to do with a call that writes; advice asks this first, or after {@link #move}. */
  public CallTurn turn(int stream) {
    CallTurn turn = nextTurn;
    nextTurn = CallTurn.FIRST;
    if (turn == CallTurn.FIRST && holding && stream >= firstHeld) {
      return CallTurn.HELD;
    }
    return unsent != null && unsent.contains(stream) ? CallTurn.ORPHANED : turn;
  }

  /**
   * Whether a request must wait for a first token; it is then passed to {@link #hold} at once. One
   * wait is enough for all that are held.
   */
  public boolean defer(@Nullable CharSequence existing) {
    if (next == null || deferred) {
      return false;
    }
    deferred = next.defer(text(existing), this);
    return deferred;
  }

  /**
   * What to call when the handshake of the connection's TLS has ended, however it has; takes one
   * argument and ignores it. Until then no certificate is known, so a request to a target is passed
   * to {@link #hold}.
   *
   * @param onEventLoop whether it is called there; then the held calls are made at once, so that a
   *     handshake that failed fails them with its own exception
   */
  public MethodHandle afterHandshake(boolean onEventLoop) throws ReflectiveOperationException {
    MethodHandle next =
        MethodHandles.publicLookup()
            .findVirtual(
                EventLoopConnection.class,
                onEventLoop ? "resume" : "run",
                MethodType.methodType(void.class))
            .bindTo(this);
    return MethodHandles.dropArguments(next, 0, Object.class);
  }

  /**
   * {@link RequestTarget#authorize} without a wait; remembers the result for {@link #answered}. An
   * exception means that the request must not be sent.
   */
  public @Nullable String authorize(int stream, @Nullable CharSequence existing)
      throws FailurePolicyException {
    if (unsentHeld != null) {
      unsentHeld.remove(stream);
    }
    TargetedRequest request = next;
    next = null;
    try {
      String value = request == null ? null : request.authorize(text(existing), false);
      TargetedRequest ours = request != null && request.isOurs() ? request : null;
      if (stream == 0) {
        awaitAnswer(ours == null ? OTHER : ours);
      } else if (ours != null) {
        if (inFlight == null) {
          inFlight = new HashMap<>();
        }
        makeRoom(inFlight.keySet());
        inFlight.put(stream, ours);
      }
      return value;
    } catch (FailurePolicyException policy) {
      keepBack(stream);
      throw policy;
    }
  }

  private void awaitAnswer(Object sent) {
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

  private @Nullable Object nextAnswered(int stream) {
    if (stream != 0) {
      return inFlight == null ? null : inFlight.remove(stream);
    }
    Object answered = unanswered;
    unanswered = pipelined == null ? null : pipelined.poll();
    return answered;
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

  /**
   * Some streams end without a call to this class. If one is forgotten that was sent, its 401 is
   * not noticed; if one is forgotten that was not sent, the frames that follow are written.
   */
  private static void makeRoom(Set<Integer> streams) {
    if (streams.size() >= MOST_REMEMBERED) {
      streams.clear();
    }
  }

  private static @Nullable String text(@Nullable CharSequence characters) {
    return characters == null ? null : characters.toString();
  }

  /**
   * Called for the head of each answer; reports a refused bearer, so that the next request has
   * another one.
   */
  public void answered(int stream, int status) {
    if (status < 200 && status != 101) {
      return;
    }
    Object answered = nextAnswered(stream);
    if (refused != null) {
      refused.remove(stream);
    }
    if (!(answered instanceof TargetedRequest)) {
      return;
    }
    TargetedRequest sent = (TargetedRequest) answered;
    if (status / 100 == 2 || status == 101) {
      sent.accepted();
    } else if (status == 403) {
      sent.forbidden();
    } else if (status == 401) {
      LayeredRequest.refused(sent);
      sent.refused(false);
      if (refused == null) {
        refused = new HashMap<>();
      }
      makeRoom(refused.keySet());
      refused.put(stream, sent);
    }
  }

  /**
   * Notes with {@code exchange} that it was refused, if the last answer of a stream was a 401 to a
   * request of ours: for a client that sends again by itself, and so asks {@link
   * AuthorizationBridge#answered} and {@link AuthorizationBridge#retry} for that object.
   *
   * @param repeatable whether the client can send the request again
   * @return what holds the answer back until another token is there; null if there is nothing to
   *     wait for
   */
  public @Nullable HeldReads refused(int stream, Object exchange, boolean repeatable) {
    TargetedRequest sent = refused == null ? null : refused.remove(stream);
    if (sent == null) {
      return null;
    }
    ExchangeNotes.remember(exchange, sent);
    if (!repeatable) {
      AuthorizationBridge.markUnrepeatable(exchange);
    }
    ExchangeNotes.Note note = ExchangeNotes.of(exchange);
    if (note == null || note.is(ExchangeNotes.RETRY) || note.is(ExchangeNotes.UNREPEATABLE)) {
      return null;
    }
    HeldReads held = new HeldReads(eventLoop);
    return !sent.value.isEmpty() && sent.deferRefused(sent.value, held) ? held : null;
  }

  /**
   * Holds a call, and with it all calls that follow. A call that was held before is the next one
   * again.
   *
   * @param turn what {@link #turn} said
   * @param caller a look-up of the class that declares the method
   * @param opening whether it is the request that opens the stream
   */
  public void hold(
      CallTurn turn,
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
    DelayedCall call = new DelayedCall(caller, method, receiver, arguments, stream);
    if (turn.wasHeld()) {
      heldAgain = true;
      held.addFirst(call);
      return;
    }
    if (!holding) {
      holding = true;
      firstHeld = stream;
    }
    held.add(call);
  }

  /**
   * Cancels a stream whose request is still held; each of its calls gets {@link CallTurn#ORPHANED}.
   *
   * @return false if the request was sent already, so that the reset must be sent too
   */
  public boolean cancel(int stream) {
    Set<Integer> waiting = unsentHeld;
    if (waiting == null || !waiting.remove(stream)) {
      return false;
    }
    Deque<DelayedCall> cancelled = new ArrayDeque<>();
    for (DelayedCall call : held) {
      if (call.stream == stream) {
        cancelled.add(call);
      }
    }
    held.removeAll(cancelled);
    keepBack(stream);
    for (DelayedCall call : cancelled) {
      call(call, CallTurn.ORPHANED);
    }
    return true;
  }

  /** The wait for a token is over, with or without one. */
  @Override
  public void run() {
    try {
      eventLoop.execute(this::resume);
    } catch (RuntimeException stopped) {
      // The loop has stopped, so nothing else runs there: each call fails by itself
      resume();
    }
  }

  /**
   * Makes all held calls, up to one that must wait again; on a connection that was closed they
   * fail.
   */
  public void resume() {
    heldAgain = false;
    for (DelayedCall next = held.poll(); next != null; next = held.poll()) {
      call(next, held.isEmpty() ? CallTurn.LAST_RESUMED : CallTurn.RESUMED);
      if (heldAgain) {
        return;
      }
    }
    holding = false;
    if (deferred) {
      long now = System.nanoTime();
      resumedAt = now == 0 ? 1 : now;
      deferred = false;
    }
  }

  /**
   * How long a client's timer has to wait once more: it measures the connection or the other end,
   * and neither can do anything while a request is held. The timer starts again when the hold has
   * ended. A hold for a handshake does not count, as the client's timers measure that, too.
   *
   * @param period the timer's own period in nanoseconds
   * @return nanoseconds; 0 if the timer may expire now
   */
  public long postpone(long period) {
    if (deferred) {
      return period;
    }
    long resumed = resumedAt;
    return resumed == 0 ? 0 : Math.max(0, resumed + period - System.nanoTime());
  }

  private void call(DelayedCall call, CallTurn turn) {
    nextTurn = turn;
    try {
      call.make();
    } finally {
      nextTurn = CallTurn.FIRST;
    }
  }
}
