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
 * The 401 to a {@link LayeredRequest}, held back from the client until another token is available
 * or the wait is over. No thread waits meanwhile.
 *
 * <p>The client's own method that takes the answer is called later. {@link #settled} completes when
 * the wait is over, on a thread of the agent; the client must move to a thread of its own, and
 * {@link #apply} then makes the call. {@link #run} is for a client that does not want the answer
 * any more: it closes the answer, which must not keep a connection.
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
   * @param caller a look-up of the class that declares the method
   * @return null if there is nothing to wait for
   */
  public static @Nullable HeldAnswer of(
      Object request,
      Closeable answer,
      MethodHandles.Lookup caller,
      Method method,
      Object receiver,
      Object[] arguments)
      throws IllegalAccessException {
    ExchangeNotes.Note note = ExchangeNotes.of(request);
    TargetedRequest sent = note == null ? null : note.sent;
    if (sent == null || !AuthorizationBridge.holdOnce(request)) {
      return null;
    }
    String refused = LayeredRequest.refusedWith(request, sent);
    if (refused == null) {
      return null;
    }
    HeldAnswer held =
        new HeldAnswer(request, answer, caller.unreflect(method).bindTo(receiver), arguments);
    return sent.deferRefused(refused, held::settle) ? held : null;
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
