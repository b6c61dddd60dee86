package io.foundryidentity.agent.core.token;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.Lincheck;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The cache under a model checker, which switches threads between any two reads and writes. A
 * failure is repeatable, and is reported with the steps that lead to it.
 *
 * <p>{@code -Dconcurrency.invocations=10000} checks more schedules. The test does not use AssertJ,
 * as its objects throw when the checker calls equals.
 */
class TokenCacheConcurrencyTest {

  private static final int INVOCATIONS = Integer.getInteger("concurrency.invocations", 40);

  private static final long HOUR = 3_600_000;

  /**
   * One cache, its callers' threads, and clocks that do not move. The source runs on the thread
   * that needs it: with fewer threads, more schedules are about the threads that matter.
   */
  private static final class World implements TokenSource, Scheduler, Clock {

    private final TokenCache cache =
        new TokenCache("checked", this, this, this, () -> 0, new NoEvents());
    private final AtomicInteger fetches = new AtomicInteger();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final List<FutureTask<Void>> timers = new ArrayList<>();
    private volatile @Nullable Runnable later;
    private boolean putsOff;
    private volatile boolean overlapped;
    private volatile @Nullable Throwable failure;

    @Override
    public BearerToken fetch() {
      if (inFlight.incrementAndGet() > 1) {
        overlapped = true;
      }
      int number = fetches.incrementAndGet();
      inFlight.decrementAndGet();
      return new BearerToken("t" + number, epochMillis() + HOUR, 0);
    }

    @Override
    public void execute(Runnable task) {
      if (putsOff) {
        later = task;
      } else {
        task.run();
      }
    }

    @Override
    public Future<?> schedule(Runnable task, long delayMillis) {
      FutureTask<Void> timer = new FutureTask<>(task, null);
      synchronized (timers) {
        timers.add(timer);
      }
      return timer;
    }

    @Override
    public long epochMillis() {
      return 1_790_000_000_000L;
    }

    @Override
    public long monotonicMillis() {
      return HOUR;
    }

    /** Runs all tasks at the same time, and waits until they have ended. */
    void together(Runnable... tasks) {
      Thread[] threads = new Thread[tasks.length];
      for (int i = 0; i < tasks.length; i++) {
        Runnable task = tasks[i];
        threads[i] = new Thread(() -> run(task));
        threads[i].start();
      }
      try {
        for (Thread thread : threads) {
          thread.join();
        }
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      Throwable thrown = failure;
      if (thrown != null) {
        throw new AssertionError(thrown.toString(), thrown);
      }
    }

    /** Stores a failure, as the checker only sees the main thread's. */
    private void run(Runnable task) {
      try {
        task.run();
      } catch (RuntimeException | AssertionError e) {
        failure = e;
      }
    }

    void getFirstToken() {
      cache.prefetch();
      check("Bearer t1".equals(current()), "the first token is " + current());
    }

    String current() {
      BearerToken token = cache.current();
      return token == null ? "none" : token.authorization();
    }

    void checkSingleFlight(int expected) {
      check(!overlapped, "two fetches at once");
      check(fetches.get() == expected, "fetches: " + fetches.get());
    }
  }

  private static final class NoEvents implements TokenEvents {
    @Override
    public void gotToken(String cache, long expiresAtMillis, long refreshAtMillis) {}

    @Override
    public void recovered(String cache, long expiresAtMillis, int failures) {}

    @Override
    public void failed(String cache, String reason, long servedUntilMillis) {}

    @Override
    public void ranOut(String cache, String reason) {}

    @Override
    public void sameToken(String cache, long askAgainAtMillis) {}
  }

  /** A deferred task that must run exactly once, and not before the refresh has ended. */
  private static final class HeldBack implements Runnable {
    private final World world;
    private final boolean needsToken;
    private final AtomicInteger told = new AtomicInteger();
    private volatile boolean deferred;

    HeldBack(World world, boolean needsToken) {
      this.world = world;
      this.needsToken = needsToken;
    }

    void defer() {
      deferred = world.cache.defer(HOUR, this);
      check(deferred || !needsToken || hasToken(), "neither a token nor a wait for it");
    }

    @Override
    public void run() {
      told.incrementAndGet();
      check(!needsToken || hasToken(), "told before the token was there");
    }

    private boolean hasToken() {
      return world.cache.current() != null;
    }

    void checkToldOnce() {
      check(told.get() == (deferred ? 1 : 0), "deferred " + deferred + ", told " + told.get());
    }
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }

  @Test
  void callers_without_a_token_share_one_request_and_all_hear_of_its_end() {
    Lincheck.runConcurrentTest(
        INVOCATIONS,
        () -> {
          World world = new World();
          HeldBack one = new HeldBack(world, true);
          HeldBack other = new HeldBack(world, true);
          world.together(one::defer, other::defer);
          one.checkToldOnce();
          other.checkToldOnce();
          check("Bearer t1".equals(world.current()), world.current());
          world.checkSingleFlight(1);
        });
  }

  @Test
  void what_is_held_back_while_the_request_ends_goes_on() {
    Lincheck.runConcurrentTest(
        INVOCATIONS,
        () -> {
          World world = new World();
          HeldBack held = new HeldBack(world, true);
          world.putsOff = true;
          world.cache.prefetch();
          world.together(world.later, held::defer);
          held.checkToldOnce();
          world.checkSingleFlight(1);
        });
  }

  @Test
  void two_refusals_of_one_token_make_one_request() {
    Lincheck.runConcurrentTest(
        INVOCATIONS,
        () -> {
          World world = new World();
          world.getFirstToken();
          world.together(() -> refuse(world), () -> refuse(world));
          check("Bearer t2".equals(world.current()), world.current());
          world.checkSingleFlight(2);
        });
  }

  private static void refuse(World world) {
    try {
      BearerToken instead = world.cache.refused("Bearer t1", new RefusalBudget(), 0);
      check(instead == null || !instead.authorization().equals("Bearer t1"), "the refused token");
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void a_timer_and_a_refusal_at_once_make_one_request_and_a_token_is_served_all_along() {
    Lincheck.runConcurrentTest(
        INVOCATIONS,
        () -> {
          World world = new World();
          world.getFirstToken();
          FutureTask<Void> refresh = world.timers.get(0);
          world.together(
              refresh,
              () -> refuse(world),
              () -> check(!"none".equals(world.current()), "no token while another is fetched"));
          check("Bearer t2".equals(world.current()), world.current());
          world.checkSingleFlight(2);
        });
  }

  @Test
  void a_close_during_a_request_lets_everybody_go_and_no_token_is_served_after_it() {
    Lincheck.runConcurrentTest(
        INVOCATIONS,
        () -> {
          World world = new World();
          HeldBack one = new HeldBack(world, false);
          HeldBack other = new HeldBack(world, false);
          world.together(
              one::defer,
              other::defer,
              () -> {
                world.cache.close();
                check("none".equals(world.current()), "a token after the close");
              });
          one.checkToldOnce();
          other.checkToldOnce();
          check("none".equals(world.current()), "a token after the close");
        });
  }
}
