package io.foundryidentity.agent.bootstrap;

import java.io.Closeable;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a refused {@link LayeredRequest}, kept from the client until another token has come
 * or none is to be had. No thread waits for that.
 *
 * <p>The method of the client's own that takes the answer is put off, and called once the time has
 * come: {@link #settled} says when, on a thread of the agent, where the client is to leave to one
 * of its own; {@link #apply} then makes the call. {@link #run} is for a client that does not want
 * the answer any more: whoever waits for nothing else must not keep a connection.
 *
 * <p>Public for advice.
 */
public final class HeldAnswer implements Function<Object, @Nullable Object>, Runnable {

  private final Object request;
  private final Closeable answer;
  private final MethodHandle method;
  private final Object[] arguments;
  private final CompletableFuture<Object> settled = new CompletableFuture<>();
  private final AtomicBoolean over = new AtomicBoolean();

  private HeldAnswer(Object request, Closeable answer, MethodHandle method, Object[] arguments) {
    this.request = request;
    this.answer = answer;
    this.method = method;
    this.arguments = arguments;
  }

  /**
   * Holds an answer, once for each request.
   *
   * @param caller of the class that declares the method
   * @return null where there is nothing to wait for
   */
  public static @Nullable HeldAnswer of(
      Object request,
      Closeable answer,
      MethodHandles.Lookup caller,
      Method method,
      Object receiver,
      Object[] arguments)
      throws IllegalAccessException {
    SentBearers.Sent sent = SentBearers.of(request);
    if (sent == null || !AuthorizationBridge.holdOnce(request)) {
      return null;
    }
    String refused = LayeredRequest.refusedWith(request, sent);
    if (refused == null) {
      return null;
    }
    HeldAnswer held =
        new HeldAnswer(request, answer, caller.unreflect(method).bindTo(receiver), arguments);
    return AuthorizationBridge.deferRefused(
            sent.scheme, sent.host, sent.port, sent.path, refused, held::settle)
        ? held
        : null;
  }

  private void settle() {
    settled.complete(this);
  }

  public CompletableFuture<Object> settled() {
    return settled;
  }

  @Override
  public @Nullable Object apply(Object ignored) {
    over.set(true);
    try {
      return method.invokeWithArguments(arguments);
    } catch (RuntimeException | Error failure) {
      throw failure;
    } catch (Throwable checked) {
      throw new IllegalStateException(checked);
    }
  }

  @Override
  public void run() {
    if (over.compareAndSet(false, true)) {
      AuthorizationBridge.markRefused(request);
      try {
        answer.close();
      } catch (IOException alreadyClosed) {
        return;
      }
    }
  }
}
