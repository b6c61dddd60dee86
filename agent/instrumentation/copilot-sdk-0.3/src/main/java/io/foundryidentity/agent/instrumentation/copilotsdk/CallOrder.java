package io.foundryidentity.agent.instrumentation.copilotsdk;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Keeps the order of a session's calls when one of them has to wait.
 *
 * <p>The SDK has written a call when its method returns, and applications rely on that: the call
 * that stops a turn must not come before the turn. So a call after a delayed one is made after it.
 * This is about writing only; no call waits for another one's answer.
 */
final class CallOrder {

  private static final CompletableFuture<?> MADE = CompletableFuture.completedFuture(null);

  /** For each session, the last call that has not been made yet. */
  private final Map<String, CompletableFuture<?>> last = new HashMap<>();

  /** Whether every call has been made. */
  synchronized boolean isEmpty() {
    return last.isEmpty();
  }

  synchronized boolean isWaiting(String session) {
    return last.containsKey(session);
  }

  /**
   * @param call makes the call, on one of {@code threads}, after all earlier ones; may wait
   * @return its answer
   */
  synchronized CompletableFuture<?> add(
      String session, Supplier<CompletableFuture<Object>> call, Executor threads) {
    CompletableFuture<Void> made = new CompletableFuture<>();
    CompletableFuture<?> before = last.put(session, made);
    return (before == null ? MADE : before)
        .thenComposeAsync(ready -> make(session, call, made), threads)
        // Also if there was no thread to make it.
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
