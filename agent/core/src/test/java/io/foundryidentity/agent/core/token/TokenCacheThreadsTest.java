package io.foundryidentity.agent.core.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real threads, and a source that answers when the test allows it. */
@Timeout(60)
class TokenCacheThreadsTest {

  private static final int CALLERS = 64;
  private static final long HOUR = 3_600_000;

  /** How long a late caller waits for a failure to be told. */
  private static final long LONGEST_TELLING_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final BooleanSupplier WANTED = () -> false;

  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger mostInFlight = new AtomicInteger();
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private volatile boolean failing;
  private final RefusalBudget target = new RefusalBudget();
  private final TokenCache cache =
      new TokenCache(
          "threads",
          this::answer,
          Clock.system(),
          new AgentScheduler(),
          () -> 0,
          new RecordedEvents());

  private BearerToken answer() throws TokenSourceException {
    mostInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
    int number = requests.incrementAndGet();
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new TokenSourceException("interrupted", e);
    } finally {
      inFlight.decrementAndGet();
    }
    if (failing) {
      throw new TokenSourceException("no", null);
    }
    return new BearerToken("t" + number, System.currentTimeMillis() + HOUR, 0);
  }

  @AfterEach
  void let_everything_go() {
    gate.countDown();
    cache.close();
  }

  private <T> List<FutureTask<T>> callers(Callable<T> call) {
    CyclicBarrier together = new CyclicBarrier(CALLERS);
    List<FutureTask<T>> results = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      FutureTask<T> result =
          new FutureTask<>(
              () -> {
                together.await();
                return call.call();
              });
      results.add(result);
      Thread thread = new Thread(result, "caller " + i);
      thread.setDaemon(true);
      thread.start();
    }
    return results;
  }

  /** A cache for which no time passes: a next attempt never comes by itself. */
  private TokenCache telling(Runnable failure) {
    NoTime noTime = new NoTime();
    return new TokenCache(
        "telling",
        this::answer,
        noTime,
        noTime,
        () -> 0,
        new RecordedEvents() {
          @Override
          public void failed(String cache, String reason, long servedUntilMillis) {
            failure.run();
          }
        });
  }

  /** Runs what is to run at once, on the agent's threads. */
  private static final class NoTime implements Clock, Scheduler {
    private final AgentScheduler threads = new AgentScheduler();

    @Override
    public void execute(Runnable task) {
      threads.execute(task);
    }

    @Override
    public Future<?> schedule(Runnable task, long delayMillis) {
      return new FutureTask<>(task, null);
    }

    @Override
    public long epochMillis() {
      return 1_790_000_000_000L;
    }

    @Override
    public long monotonicMillis() {
      return HOUR;
    }
  }

  /** What holds when a caller goes on that waits now, or that has gone on already. */
  private static FutureTask<Boolean> whenGoingOn(TokenCache cache, Callable<Boolean> state) {
    FutureTask<Boolean> result =
        new FutureTask<>(
            () -> {
              cache.await(HOUR, WANTED);
              return state.call();
            });
    Thread caller = new Thread(result);
    caller.start();
    while (!result.isDone() && caller.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    return result;
  }

  private static void untilWaiting(Thread thread) {
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      assertThat(thread.isAlive()).isTrue();
      Thread.onSpinWait();
    }
  }

  @Test
  void nobody_waits_while_a_slow_refresh_runs_and_a_valid_token_is_there() throws Exception {
    assertThat(cache.await(HOUR, WANTED)).isNotNull();
    gate = new CountDownLatch(1);
    assertThat(cache.refused("Bearer t1", target, 0)).isNull();
    List<FutureTask<Integer>> results =
        callers(
            () -> {
              int served = 0;
              for (int i = 0; i < 1_000; i++) {
                BearerToken token = i % 2 == 0 ? cache.current() : cache.await(HOUR, WANTED);
                served += token.authorization().equals("Bearer t1") ? 1 : 0;
              }
              return served;
            });
    // The source answers only after this loop: a caller that waited for it would hang here.
    for (FutureTask<Integer> result : results) {
      assertThat(result.get()).isEqualTo(1_000);
    }
    gate.countDown();
    assertThat(cache.refused("Bearer t1", target, HOUR).authorization()).isEqualTo("Bearer t2");
    assertThat(requests).hasValue(2);
  }

  @Test
  void a_stampede_for_the_first_token_makes_one_request_and_all_get_it() throws Exception {
    gate = new CountDownLatch(1);
    AtomicInteger entered = new AtomicInteger();
    List<FutureTask<BearerToken>> results =
        callers(
            () -> {
              entered.incrementAndGet();
              return cache.await(HOUR, WANTED);
            });
    while (entered.get() < CALLERS) {
      Thread.onSpinWait();
    }
    gate.countDown();
    for (FutureTask<BearerToken> result : results) {
      assertThat(result.get().authorization()).isEqualTo("Bearer t1");
    }
    assertThat(requests).hasValue(1);
  }

  @Test
  void all_who_wait_for_a_failing_attempt_are_let_go_when_it_fails() throws Exception {
    failing = true;
    gate = new CountDownLatch(1);
    List<FutureTask<BearerToken>> results = callers(() -> cache.await(HOUR, WANTED));
    gate.countDown();
    for (FutureTask<BearerToken> result : results) {
      assertThat(result.get()).isNull();
    }
    assertThat(cache.failure()).isEqualTo("no");
    assertThat(mostInFlight).hasValue(1);
  }

  @Test
  void between_a_failure_and_the_next_attempt_nobody_waits() throws Exception {
    SimulatedTime time = new SimulatedTime(); // no next attempt, as no simulated time passes
    SimulatedIssuer issuer = new SimulatedIssuer(time);
    issuer.fails();
    TokenCache paused = new TokenCache("paused", issuer, time, time, () -> 0, new RecordedEvents());
    paused.prefetch();
    time.settle();
    for (FutureTask<BearerToken> result : callers(() -> paused.await(HOUR, WANTED))) {
      assertThat(result.get()).isNull();
    }
    assertThat(issuer.asked()).isEqualTo(1);
  }

  @Test
  void a_wait_ends_after_its_time() throws Exception {
    gate = new CountDownLatch(1);
    assertThat(cache.await(50, WANTED)).isNull();
    assertThat(cache.await(0, WANTED)).isNull();
    assertThat(cache.await(-1, WANTED)).isNull();
    assertThat(requests.get()).isLessThanOrEqualTo(1);
  }

  @Test
  void a_wait_for_a_forced_refresh_ends_after_its_time() throws Exception {
    cache.await(HOUR, WANTED);
    gate = new CountDownLatch(1);
    assertThat(cache.refused("Bearer t1", target, 50)).isNull();
    assertThat(cache.current().authorization()).isEqualTo("Bearer t1");
  }

  @Test
  void a_waiting_caller_can_be_interrupted_and_the_attempt_goes_on() throws Exception {
    gate = new CountDownLatch(1);
    FutureTask<BearerToken> result = new FutureTask<>(() -> cache.await(HOUR, WANTED));
    Thread caller = new Thread(result);
    caller.start();
    untilWaiting(caller);
    caller.interrupt();
    assertThatThrownBy(result::get).hasCauseInstanceOf(InterruptedException.class);
    gate.countDown();
    assertThat(cache.await(HOUR, WANTED).authorization()).isEqualTo("Bearer t1");
    assertThat(requests).hasValue(1);
  }

  @Test
  void a_caller_that_no_longer_wants_its_token_stops_waiting_and_the_attempt_goes_on()
      throws Exception {
    gate = new CountDownLatch(1);
    AtomicBoolean canceled = new AtomicBoolean();
    FutureTask<BearerToken> result = new FutureTask<>(() -> cache.await(HOUR, canceled::get));
    Thread caller = new Thread(result);
    caller.start();
    untilWaiting(caller);
    canceled.set(true);
    assertThat(result.get()).isNull();
    gate.countDown();
    assertThat(cache.await(HOUR, WANTED).authorization()).isEqualTo("Bearer t1");
    assertThat(requests).hasValue(1);
  }

  @Test
  void a_token_is_coming_while_an_attempt_runs_and_after_it_has_ended_well() throws Exception {
    gate = new CountDownLatch(1);
    assertThat(cache.isTokenComing()).isFalse();
    assertThat(cache.current()).isNull();
    assertThat(cache.isTokenComing()).isTrue();
    gate.countDown();
    assertThat(cache.await(HOUR, WANTED)).isNotNull();
    assertThat(cache.isTokenComing()).isTrue();
  }

  @Test
  void no_token_is_coming_after_an_attempt_that_failed() throws Exception {
    failing = true;
    TokenCache failed = telling(() -> {});
    assertThat(failed.await(HOUR, WANTED)).isNull();
    assertThat(failed.isTokenComing()).isFalse();
  }

  /** A program may end with its failed request; its log should say why. */
  @Test
  void a_failure_is_told_before_the_callers_go_on() throws Exception {
    failing = true;
    CountDownLatch beingTold = new CountDownLatch(1);
    FutureTask<Boolean> told = new FutureTask<>(() -> true);
    TokenCache telling =
        telling(
            () -> {
              beingTold.countDown();
              assertThat(told).succeedsWithin(Duration.ofMinutes(1));
            });
    FutureTask<Boolean> first = whenGoingOn(telling, told::isDone);
    beingTold.await();
    // The attempt has ended already, and a late caller has a limit, which a busy machine may reach
    long begin = System.nanoTime();
    FutureTask<Boolean> late =
        whenGoingOn(
            telling, () -> told.isDone() || System.nanoTime() - begin >= LONGEST_TELLING_NANOS);
    told.run();
    assertThat(first.get()).as("the failure was told before the first caller went on").isTrue();
    assertThat(late.get()).as("the failure was told before a late caller went on").isTrue();
  }

  @Test
  void a_failure_that_was_told_keeps_nobody() throws Exception {
    failing = true;
    TokenCache telling = telling(() -> {});
    assertThat(telling.await(HOUR, WANTED)).isNull();
    assertThat(telling.await(HOUR, WANTED)).isNull();
    assertThat(requests).hasValue(1);
  }

  @Test
  void the_close_lets_waiting_callers_go() throws Exception {
    gate = new CountDownLatch(1);
    FutureTask<BearerToken> result = new FutureTask<>(() -> cache.await(HOUR, WANTED));
    Thread caller = new Thread(result);
    caller.start();
    untilWaiting(caller);
    cache.close();
    assertThat(result.get()).isNull();
  }

  @Test
  void many_refusals_of_one_token_make_one_forced_request_and_all_get_its_token() throws Exception {
    cache.await(HOUR, WANTED);
    gate = new CountDownLatch(1);
    List<FutureTask<BearerToken>> results =
        callers(() -> cache.refused("Bearer t1", new RefusalBudget(), HOUR));
    gate.countDown();
    for (FutureTask<BearerToken> result : results) {
      assertThat(result.get().authorization()).isEqualTo("Bearer t2");
    }
    assertThat(requests).hasValue(2);
    assertThat(mostInFlight).hasValue(1);
  }

  @Test
  void what_is_held_back_goes_on_on_an_agent_thread() throws Exception {
    gate = new CountDownLatch(1);
    FutureTask<String> told = new FutureTask<>(() -> Thread.currentThread().getName());
    assertThat(cache.defer(HOUR, told)).isTrue();
    gate.countDown();
    assertThat(told.get(30, TimeUnit.SECONDS)).startsWith("foundry-identity-");
  }

  @Test
  void what_is_held_back_goes_on_when_its_time_is_over_whatever_the_source_does() throws Exception {
    gate = new CountDownLatch(1);
    FutureTask<BearerToken> told = new FutureTask<>(cache::current);
    assertThat(cache.defer(1, told)).isTrue();
    assertThat(told.get(30, TimeUnit.SECONDS)).isNull();
    gate.countDown();
  }

  @Test
  void serving_a_token_allocates_nothing() throws Exception {
    cache.await(HOUR, WANTED);
    assertThat(allocatedBy(100_000)).isLessThan(1_000);
  }

  @Test
  void going_without_a_token_allocates_nothing_either() throws Exception {
    failing = true;
    gate = new CountDownLatch(1);
    assertThat(cache.current()).isNull();
    assertThat(allocatedBy(100_000)).isLessThan(1_000);
  }

  /**
   * Bytes that this number of calls allocates on this thread after a warm-up; a real leak would be
   * megabytes.
   */
  private long allocatedBy(int calls) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    long seen = 0;
    long least = Long.MAX_VALUE;
    // The compiler replaces code while it runs; in the round with the least it did not
    for (int round = 0; round < 3; round++) {
      long before = threads.getThreadAllocatedBytes(thread);
      for (int i = 0; i < calls; i++) {
        seen += cache.current() == null ? 0 : 1;
      }
      least = Math.min(least, threads.getThreadAllocatedBytes(thread) - before);
    }
    assertThat(seen).isIn(0L, 3L * calls);
    return least;
  }
}
