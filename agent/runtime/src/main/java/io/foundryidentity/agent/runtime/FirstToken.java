package io.foundryidentity.agent.runtime;

import io.foundryidentity.agent.core.token.TokenEvents;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs a task once, with the first token of all caches, on an agent thread.
 *
 * <p>Not with the first authorized request: a task on a request's thread would have to lock a
 * queue, and a virtual thread that waits for that lock inside the JDK's client pins its carrier.
 */
final class FirstToken implements TokenEvents {

  private final TokenEvents next;
  private final Runnable task;
  private final AtomicBoolean came = new AtomicBoolean();

  /**
   * @param next gets all events too
   */
  FirstToken(TokenEvents next, Runnable task) {
    this.next = next;
    this.task = task;
  }

  @Override
  public void gotToken(String cache, long expiresAtMillis, long refreshAtMillis) {
    next.gotToken(cache, expiresAtMillis, refreshAtMillis);
    first();
  }

  @Override
  public void recovered(String cache, long expiresAtMillis, int failures) {
    next.recovered(cache, expiresAtMillis, failures);
    first();
  }

  private void first() {
    if (came.compareAndSet(false, true)) {
      task.run();
    }
  }

  @Override
  public void failed(String cache, String reason, long servedUntilMillis) {
    next.failed(cache, reason, servedUntilMillis);
  }

  @Override
  public void ranOut(String cache, String reason) {
    next.ranOut(cache, reason);
  }

  @Override
  public void sameToken(String cache, long askAgainAtMillis) {
    next.sameToken(cache, askAgainAtMillis);
  }
}
