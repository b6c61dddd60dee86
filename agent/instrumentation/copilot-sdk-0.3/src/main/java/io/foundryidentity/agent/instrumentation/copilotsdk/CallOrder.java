package io.foundryidentity.agent.instrumentation.copilotsdk;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Keeps the order of a session's calls where one of them waits for what it needs.
 *
 * <p>The SDK has written a call when its method returns, and applications rely on that: what stops
 * a turn must not come before the turn. So a call that follows one which is still to be made is
 * made after it. Only for the writing: nobody waits for an answer here.
 */
final class CallOrder {

  private static final CompletableFuture<?> MADE = CompletableFuture.completedFuture(null);

  /** By session, the last call that is still to be made. */
  private final Map<String, CompletableFuture<?>> last = new HashMap<>();

  /** Whether every call was made. */
  synchronized boolean isEmpty() {
    return last.isEmpty();
  }

  synchronized boolean isWaiting(String session) {
    return last.containsKey(session);
  }

  /**
   * @param call makes the call, on one of {@code threads} when all before it were made; may wait
   * @return its answer
   */
  synchronized CompletableFuture<?> add(
      String session, Supplier<CompletableFuture<Object>> call, Executor threads) {
    CompletableFuture<Void> made = new CompletableFuture<>();
    CompletableFuture<?> before = last.put(session, made);
    return (before == null ? MADE : before)
        .thenComposeAsync(ready -> make(session, call, made), threads)
        // Also where there was no thread to make it.
        .whenComplete((answer, failure) -> passOn(session, made));
  }

  private CompletableFuture<Object> make(
      String session, Supplier<CompletableFuture<Object>> call, CompletableFuture<Void> made) {
    try {
      return call.get();
    } finally {
      passOn(session, made);
    }
  }

  private void passOn(String session, CompletableFuture<Void> made) {
    synchronized (this) {
      last.remove(session, made);
    }
    made.complete(null);
  }
}
