package io.foundryidentity.agent.bootstrap;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One call of a client that sends a request over a connection that is open already, held until an
 * event: the first token is there, the handshake of TLS is over, or the connection is closed. No
 * thread waits meanwhile.
 *
 * <p>The first event makes the call again on the connection's own I/O thread, once; later events do
 * nothing. After the end of the connection the call is made too: the client itself then fails the
 * request, in its own way.
 *
 * <p>The advice first asks {@code of}, then gives its listeners to the client, and at last calls
 * {@link #begin}. An event in between is not lost.
 *
 * <p>Public for advice.
 */
public final class HeldSend implements Runnable, InvocationHandler {

  /** What the call that this thread is making again is about. */
  private static final ThreadLocal<@Nullable Object> RESUMED = new ThreadLocal<>();

  /** Null once the call is made: a listener lives as long as the connection. */
  private @Nullable Object request;

  private boolean over;
  private @Nullable MethodHandle call;
  private @Nullable Executor thread;
  private final List<HeldSend> followers = new ArrayList<>();

  private HeldSend(Object request) {
    this.request = request;
  }

  /**
   * Holds a request whose first token is being fetched.
   *
   * @param request the client's own object for it
   * @return null if there is nothing to wait for, or if the wait is over
   */
  public static @Nullable HeldSend of(
      TargetedRequest target, Object request, @Nullable String existing) {
    if (isResumed(request)) {
      return null;
    }
    HeldSend held = new HeldSend(request);
    return target.defer(existing, held) ? held : null;
  }

  /** Holds a request until one of the {@link #listener listeners} hears of an event. */
  public static HeldSend of(Object request) {
    return new HeldSend(request);
  }

  /** Whether this thread makes the held call of that request again: it is not held twice. */
  public static boolean isResumed(Object request) {
    return RESUMED.get() == request;
  }

  /**
   * What the client calls at an event.
   *
   * @param type an interface of the client, whose methods return nothing
   */
  public Object listener(Class<?> type) {
    return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, this);
  }

  /**
   * Makes another call at the event for which a listener waits. For clients that keep one listener
   * only.
   *
   * @param listener what the client keeps
   * @return false if it is none of this class
   */
  public static boolean follow(@Nullable Object listener, HeldSend later) {
    if (listener == null || !Proxy.isProxyClass(listener.getClass())) {
      return false;
    }
    InvocationHandler handler = Proxy.getInvocationHandler(listener);
    if (!(handler instanceof HeldSend)) {
      return false;
    }
    ((HeldSend) handler).lead(later);
    return true;
  }

  private void lead(HeldSend later) {
    synchronized (this) {
      if (!over) {
        followers.add(later);
        return;
      }
    }
    later.run();
  }

  /**
   * Holds the call; or makes it, if an event has come meanwhile.
   *
   * @param held takes no arguments and makes the call again
   * @param ioThread of the connection
   */
  public void begin(MethodHandle held, Executor ioThread) {
    synchronized (this) {
      call = held;
      thread = ioThread;
      if (!over) {
        return;
      }
    }
    resume();
  }

  /** An event has come. */
  @Override
  public void run() {
    List<HeldSend> following;
    synchronized (this) {
      over = true;
      following = new ArrayList<>(followers);
      followers.clear();
    }
    resume();
    for (HeldSend follower : following) {
      follower.run();
    }
  }

  private void resume() {
    Object about;
    MethodHandle made;
    Executor where;
    synchronized (this) {
      about = request;
      made = call;
      where = thread;
      if (about == null || made == null || where == null) {
        return;
      }
      request = null;
      call = null;
      thread = null;
    }
    try {
      where.execute(() -> make(about, made));
    } catch (RuntimeException stopped) {
      // The client has stopped, so the call fails by itself
      make(about, made);
    }
  }

  private static void make(Object about, MethodHandle made) {
    Object outer = RESUMED.get();
    RESUMED.set(about);
    try {
      made.invoke();
    } catch (Throwable failure) {
      AuthorizationBridge.tell(failure);
    } finally {
      RESUMED.set(outer);
    }
  }

  @Override
  public @Nullable Object invoke(
      Object proxy, Method method, @Nullable Object @Nullable [] arguments) {
    switch (method.getName()) {
      case "hashCode":
        return System.identityHashCode(proxy);
      case "equals":
        return arguments != null && proxy == arguments[0];
      case "toString":
        return "foundry-identity";
      default:
        run();
        return null;
    }
  }
}
