package io.foundryidentity.agent.bootstrap;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * One call of a client that writes a request's head, held until the TLS handshake of its connection
 * has succeeded: before that there is no certificate to look at.
 *
 * <p>For clients that write at once and leave it to TLS to keep the bytes. This class does not know
 * the client's types: it stands behind a proxy of the client's own listener for handshakes, and
 * makes the call again on the client's executor. If the handshake fails there is no such call: the
 * client sees the failure where it reads, and fails the request, as it would without the wait. The
 * call is forgotten then, as the listener lives as long as the connection.
 *
 * <p>Public for advice.
 */
public final class HandshakeWait implements InvocationHandler, Runnable {

  /** What a session says before the first handshake has ended ({@link SSLSession}). */
  private static final String NO_CIPHER = "SSL_NULL_WITH_NULL_NULL";

  /** The writer whose held call this thread is making. */
  private static final ThreadLocal<@Nullable Object> RESUMED = new ThreadLocal<>();

  private final Object writer;
  private final Executor executor;
  private final AtomicReference<@Nullable MethodHandle> call;

  /**
   * Holds a call.
   *
   * @param call takes no arguments and makes the call again
   * @param writer the object whose call it is
   * @param executor the client's own; a listener may be called while the client holds a lock
   */
  public HandshakeWait(MethodHandle call, Object writer, Executor executor) {
    this.call = new AtomicReference<>(call);
    this.writer = writer;
    this.executor = executor;
  }

  /**
   * Whether a call must be held. A call that was held before goes on, whatever the session is now.
   */
  public static boolean isNeeded(SSLSession session, Object writer) {
    return NO_CIPHER.equals(session.getCipherSuite()) && RESUMED.get() != writer;
  }

  /**
   * The client's listener for handshakes.
   *
   * @param type an interface with {@code handshakeSucceeded} and {@code handshakeFailed}
   */
  public Object listener(Class<?> type) {
    return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, this);
  }

  /** Looks once more, for a handshake that ended before the listener was there. */
  public void look(SSLSession session) {
    if (!NO_CIPHER.equals(session.getCipherSuite())) {
      resume();
    }
  }

  /**
   * Whether the handshake had failed before the listener was there, so that nobody resumes the
   * call. Then the call is forgotten: it goes on at once, and fails as without the wait.
   */
  public boolean hasFailed(SSLEngine engine) {
    return (engine.isInboundDone() || engine.isOutboundDone()) && call.getAndSet(null) != null;
  }

  /** Forgets the call. */
  public void cancel() {
    call.set(null);
  }

  @Override
  public @Nullable Object invoke(
      Object proxy, Method method, @Nullable Object @Nullable [] arguments) {
    switch (method.getName()) {
      case "handshakeSucceeded":
        resume();
        return null;
      case "handshakeFailed":
        cancel();
        return null;
      case "hashCode":
        return System.identityHashCode(proxy);
      case "equals":
        return arguments != null && proxy == arguments[0];
      case "toString":
        return "foundry-identity";
      default:
        return null;
    }
  }

  private void resume() {
    if (call.get() != null) {
      try {
        executor.execute(this);
      } catch (RuntimeException stopped) {
        // The client has stopped, so the call fails by itself
        run();
      }
    }
  }

  /** Makes the call, once. */
  @Override
  public void run() {
    MethodHandle held = call.getAndSet(null);
    if (held == null) {
      return;
    }
    RESUMED.set(writer);
    try {
      held.invoke();
    } catch (Throwable failure) {
      AuthorizationBridge.tell(failure);
    } finally {
      RESUMED.remove();
    }
  }
}
