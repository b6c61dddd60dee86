package io.foundryidentity.agent.bootstrap;

import java.io.InterruptedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * One call of a client that starts a request, held until the first token is available or the wait
 * is over. No thread waits meanwhile.
 *
 * <p>For clients in which the call may be made later and on another thread: {@link HeldCalls} makes
 * it. The client's own way to cancel the request ends the wait too, through a proxy of the client's
 * type: the call is then never made, and the request fails.
 *
 * <p>The advice first asks {@link #of}, then gives the client the proxy, and at last calls {@link
 * #begin}. If the wait ends in between, {@code begin} makes the call.
 *
 * <p>Public for advice.
 */
public final class HeldCall implements Runnable, InvocationHandler {

  private enum State {
    /** The client has not given the call yet. */
    NEW,
    /** The wait has ended before the client gave the call. */
    SETTLED,
    HELD,
    /** Made or cancelled. */
    OVER
  }

  private final @Nullable ClassLoader context = Thread.currentThread().getContextClassLoader();
  private State state = State.NEW;
  private @Nullable MethodHandle call;
  private @Nullable MethodHandle failed;
  private @Nullable Future<?> result;
  private @Nullable Future<?> timer;

  private HeldCall() {}

  /**
   * Starts to hold a request, once for each exchange.
   *
   * @return null if there is nothing to wait for
   */
  public static @Nullable HeldCall of(
      TargetedRequest target, Object exchange, @Nullable String existing) {
    if (wasHeld(exchange)) {
      return null;
    }
    HeldCall held = new HeldCall();
    return target.defer(existing, held) && AuthorizationBridge.holdOnce(exchange) ? held : null;
  }

  /** Whether a call for that exchange has been held. */
  public static boolean wasHeld(Object exchange) {
    return ExchangeNotes.is(exchange, ExchangeNotes.HELD);
  }

  /**
   * What the client calls to cancel the request.
   *
   * @param type an interface whose method {@code cancel} returns a {@code boolean}
   */
  public Object cancellable(Class<?> type) {
    return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, this);
  }

  /**
   * Holds the call; or makes it at once, if the wait has ended meanwhile.
   *
   * @param made takes no arguments and makes the call
   * @param failure takes the exception with which the request fails
   */
  public void begin(MethodHandle made, MethodHandle failure) {
    synchronized (this) {
      if (state != State.OVER) {
        call = made;
        failed = failure;
      }
      if (state == State.NEW) {
        state = State.HELD;
        return;
      }
    }
    if (isOver()) {
      fail(failure, cancelled());
    } else {
      make(made, failure);
    }
  }

  /**
   * Gives up the call if the application's result is complete when the wait is over: it was
   * cancelled or has timed out, and the client itself does not hear of that.
   */
  public synchronized void giveUpWith(Future<?> applications) {
    result = applications;
  }

  /**
   * Fails the request if its wait takes longer than the client gives the whole call, for a client
   * whose own timer does not run yet. Called after {@link #begin}.
   *
   * @param millis no limit if not positive
   */
  public void endAfter(long millis, Exception reason) {
    if (millis <= 0 || isOver()) {
      return;
    }
    Future<?> started;
    try {
      started = HeldCalls.ALL.addLater(() -> end(reason), millis);
    } catch (Throwable noThread) {
      // The call is held already, so the client must not hear of this: the wait for the token ends
      // it
      AuthorizationBridge.tell(noThread);
      return;
    }
    synchronized (this) {
      if (state != State.OVER) {
        timer = started;
        return;
      }
    }
    started.cancel(false);
  }

  private synchronized boolean isOver() {
    return state == State.OVER;
  }

  /** The wait is over. */
  @Override
  public void run() {
    MethodHandle made;
    MethodHandle failure;
    synchronized (this) {
      if (state == State.NEW) {
        state = State.SETTLED;
      }
      made = call;
      failure = failed;
      if (state == State.OVER || made == null || failure == null) {
        return;
      }
    }
    HeldCalls.ALL.add(() -> make(made, failure));
  }

  private void make(MethodHandle made, MethodHandle failure) {
    boolean givenUp = isGivenUp();
    if (!end() || givenUp) {
      return;
    }
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(context);
    try {
      made.invoke();
    } catch (Exception failed) {
      fail(failure, failed);
    } catch (Throwable failed) {
      fail(failure, new IllegalStateException(failed));
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private synchronized boolean isGivenUp() {
    return result != null && result.isDone();
  }

  /** False if it was over. */
  private synchronized boolean end() {
    if (state == State.OVER) {
      return false;
    }
    state = State.OVER;
    call = null; // It keeps the request, and the wait may still keep this object
    failed = null;
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
    return true;
  }

  @Override
  public @Nullable Object invoke(
      Object proxy, Method method, @Nullable Object @Nullable [] arguments) {
    switch (method.getName()) {
      case "cancel":
        return end(cancelled());
      case "hashCode":
        return System.identityHashCode(proxy);
      case "equals":
        return arguments != null && proxy == arguments[0];
      default:
        return "foundry-identity";
    }
  }

  /** Ends the wait: the call is never made. */
  private boolean end(Exception reason) {
    MethodHandle failure;
    synchronized (this) {
      failure = failed;
      if (!end()) {
        return false;
      }
    }
    if (failure != null) {
      fail(failure, reason);
    }
    return true;
  }

  private static Exception cancelled() {
    return new InterruptedIOException("the request was cancelled while it waited for a token");
  }

  private static void fail(MethodHandle failure, Exception reason) {
    try {
      failure.invoke(reason);
    } catch (Throwable clients) {
      AuthorizationBridge.tell(clients);
    }
  }
}
