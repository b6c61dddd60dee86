package io.foundryidentity.agent.core.token;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One request to the token source, and who waits for it.
 *
 * <p>A latch and not a CompletableFuture: that class sets up the common ForkJoinPool, whose
 * properties the application may be about to set. Waiting on a latch parks, so a virtual thread
 * leaves its carrier. All but the latch is guarded by the cache's lock.
 */
final class Flight {

  final boolean pastCaches;
  final long startedAtMillis;

  private final CountDownLatch landed = new CountDownLatch(1);
  private final List<Runnable> listeners = new ArrayList<>();
  private final List<Runnable> appellants = new ArrayList<>();
  private final List<RefusalBudget> budgets = new ArrayList<>();
  private @Nullable String refused;

  /** The forced flight that followed at once, because this one brought the refused token again. */
  private @Nullable Flight successor;

  Flight(boolean pastCaches, long startedAtMillis) {
    this.pastCaches = pastCaches;
    this.startedAtMillis = startedAtMillis;
  }

  void listen(Runnable listener) {
    listeners.add(listener);
  }

  /** Hears of the end of this flight, or of its successor's where the refused token came again. */
  void listenAsAppellant(Runnable appellant) {
    appellants.add(appellant);
  }

  /** Notes that a target refused this token: an answer with the same one does not do. */
  void appeal(String refused, RefusalBudget budget) {
    this.refused = refused;
    if (!budgets.contains(budget)) {
      budgets.add(budget);
    }
  }

  /** The token that must not come back, where one was refused. */
  @Nullable String refused() {
    return refused;
  }

  void closeBudgets(long monotonicNow) {
    for (RefusalBudget budget : budgets) {
      budget.close(monotonicNow);
    }
  }

  /** Hands this flight's refusal on to the next. */
  void follow(Flight next) {
    next.refused = refused;
    next.budgets.addAll(budgets);
    next.appellants.addAll(appellants);
    appellants.clear();
    successor = next;
  }

  /** Lets all waiters go; whatever happens, each flight ends here. */
  void land() {
    landed.countDown();
  }

  /** Waits until this flight has landed, and says whether it has. */
  boolean await(long millis) throws InterruptedException {
    return landed.await(millis, TimeUnit.MILLISECONDS);
  }

  /** Only once it has landed. */
  @Nullable Flight successor() {
    return successor;
  }

  /** Only once it has landed: tells the listeners; the first one's failure is thrown at the end. */
  void tell() {
    RuntimeException failure = null;
    listeners.addAll(appellants);
    for (Runnable listener : listeners) {
      try {
        listener.run();
      } catch (RuntimeException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
