package io.foundryidentity.agent.bootstrap;

import java.lang.reflect.Method;
import java.net.Socket;
import java.net.SocketException;
import org.jspecify.annotations.Nullable;

/**
 * A client's call whose thread waits for a token: how long it may wait, and whether it has ended
 * meanwhile.
 *
 * <p>A client that ends a call at its own deadline, or because the application cancels it, closes
 * the socket or sets a mark. It does not interrupt the thread that waits, so the wait looks for
 * both.
 */
public final class WaitingCall {

  /** A call that never ends by itself. */
  public static final WaitingCall WITHOUT_END = new WaitingCall(null, Long.MAX_VALUE, null, null);

  private final @Nullable Socket socket;
  private final long limitMillis;
  private final @Nullable Object call;
  private final @Nullable Method isCanceled;

  private WaitingCall(
      @Nullable Socket socket,
      long limitMillis,
      @Nullable Object call,
      @Nullable Method isCanceled) {
    this.socket = socket;
    this.limitMillis = limitMillis;
    this.call = call;
    this.isCanceled = isCanceled;
  }

  /** A call over that socket, with that deadline. */
  static WaitingCall over(@Nullable Socket socket, long limitMillis) {
    return socket == null && limitMillis == Long.MAX_VALUE
        ? WITHOUT_END
        : new WaitingCall(socket, limitMillis, null, null);
  }

  /**
   * The same call, which has a mark too.
   *
   * @param api a public interface with {@code getter}, whose result answers {@code question} with a
   *     boolean; a version of the client that has no such methods has no mark
   */
  WaitingCall endedBy(Class<?> api, Object owner, String getter, String question) {
    try {
      Method get = api.getMethod(getter);
      Object marked = get.invoke(owner);
      Method ask = get.getReturnType().getMethod(question);
      return new WaitingCall(socket, limitMillis, marked, ask);
    } catch (ReflectiveOperationException olderVersion) {
      return this;
    }
  }

  /**
   * The same call, which has ended once that object says so.
   *
   * @param api a public type with {@code getter}, whose result is false or null until then
   */
  WaitingCall endedBy(Class<?> api, Object owner, String getter) {
    try {
      return new WaitingCall(socket, limitMillis, owner, api.getMethod(getter));
    } catch (ReflectiveOperationException olderVersion) {
      return this;
    }
  }

  /** The time that the call itself allows, in milliseconds. */
  public long limitMillis() {
    return limitMillis;
  }

  /** Whether the client has given the call up; from then on its request is not sent. */
  public boolean hasEnded() {
    return isClosed(socket) || isMarked();
  }

  /** Whether it has ended although its socket is open. */
  boolean isCanceled() {
    return !isClosed(socket) && isMarked();
  }

  /**
   * A TLS socket over another one does not say that the other one is closed. It asks the other one
   * for its timeout, though, and a closed socket answers this with an exception.
   */
  static boolean isClosed(@Nullable Socket socket) {
    if (socket == null) {
      return false;
    }
    try {
      return socket.isClosed() || socket.getSoTimeout() < 0;
    } catch (SocketException closed) {
      return true;
    }
  }

  private boolean isMarked() {
    try {
      Object mark = isCanceled == null ? null : isCanceled.invoke(call);
      return mark != null && !mark.equals(false);
    } catch (ReflectiveOperationException unknown) {
      return false;
    }
  }
}
