package io.foundryidentity.agent.core.token;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one identity's token for one scope fresh, for all clients and targets that share it.
 *
 * <p><b>Phases</b> ({@link Phase}, which defines all transitions). A phase says what is done about
 * the next token. It does not say whether there is a token: a token that has not reached its end is
 * served in every phase except {@code CLOSED}.
 *
 * <pre>
 *   NEW, IDLE    --a caller-------------------------------> REFRESHING   (NEW: or a prefetch)
 *   REFRESHING   --a token, new or the same---------------> SCHEDULED
 *   REFRESHING   --no token-------------------------------> BACKING_OFF
 *   SCHEDULED    --its time, the token's end, a refusal---> REFRESHING
 *   BACKING_OFF  --its time, and somebody needs a token---> REFRESHING
 *   BACKING_OFF  --its time, and nobody does--------------> IDLE
 *   all          --close----------------------------------> CLOSED
 * </pre>
 *
 * <p><b>Concurrency.</b> Each transition is one step with one lock held. The lock is never held
 * while the source, the listeners or the events run: a step returns what is to be run after it. So
 * the lock is held for a few instructions only, and nobody waits for a token while holding it:
 * callers wait on the refresh's latch, with a time limit, and can be interrupted. At most one
 * {@link TokenRefresh} runs at a time, as only the entry to {@code REFRESHING} creates one, and
 * that phase cannot be entered twice.
 *
 * <p><b>What readers see.</b> {@link #current} takes no lock: it reads {@code snapshot} once, which
 * is volatile, and the wall clock once. A {@link TokenSnapshot} and its token are immutable with
 * final fields, so a token and its limits always belong together. A reader that loses a race with a
 * step sees the snapshot before it. That is harmless, as each snapshot has its own end by the wall
 * clock, and a token that a timer withdraws is still valid for its skew. A caller that has waited
 * sees the result of the refresh, as the snapshot is written before the latch is released. Two
 * other fields are volatile, and the lock guards all the rest: the history's last failure, which is
 * text for people, and {@code missed}, which says that a caller got no token since the last refresh
 * began. At worst a caller sets it too late, which costs one refresh; the start of a refresh clears
 * it, and that refresh is what the caller wanted.
 *
 * <p><b>Refusals.</b> If a target refuses the current token, a refresh is started, or the target
 * waits for the running one. Sources bypass their own caches each time, so there is only one kind
 * of refresh, and a second one would give nothing better. {@link RefusedToken} decides what a
 * refusal does. Meanwhile the refused token is still served, as other targets may accept it.
 *
 * <p><b>Expiry and clocks.</b> The issuer gives wall clock times, and the wall clock may jump. So
 * every limit exists twice: by the wall clock in the snapshot, which each caller checks, and as a
 * {@link RefreshTimer} by the monotonic clock. Whichever comes first counts.
 *
 * <ul>
 *   <li>The wall clock jumps back: the token looks valid for longer, but {@code refreshTimer}
 *       starts the refresh at the planned time, and {@code expiryTimer} withdraws the old token at
 *       its end. If the source returns the same token again, its end does not move.
 *   <li>It jumps ahead, or the machine slept and the timers stopped: the next caller sees that a
 *       refresh is due or that the token has reached its end, and starts the refresh.
 *   <li>It is wrong by hours when a token arrives: a source that knows the issuer's time gives the
 *       token's end by this machine's clock. With other sources, if the clock is ahead, the token
 *       counts as expired, which is a failure with a message; if the clock is behind, the token is
 *       used until a target refuses it.
 * </ul>
 *
 * <p><b>Failure.</b> Everything that the source throws, also an Error, is a failure: the current
 * token is served until its end, and the attempts continue with longer and longer pauses. Without a
 * token nobody waits during a pause, and the attempts continue only while somebody asks: so an
 * application outside Azure that used a target once does not run {@code az} every minute for ever.
 * The same token again is neither success nor failure: IMDS and command-line tools return it for
 * most of a token's life. A source that never returns blocks its cache's only refresh, so sources
 * must limit their own time; the callers' waits and the token's end are not affected.
 *
 * <p>This file is longer than others, as the public methods and the transitions share one lock: who
 * changes one must see the others.
 */
public final class TokenCache {

  /** After this time callers start a refresh, if the last one ended without planning the next. */
  private static final long LAST_RESORT = 60_000;

  /** How long a caller waits for a failure to be told; where the log goes may be blocked. */
  private static final long TO_TELL = 1_000;

  private static final Runnable NOTHING = RefreshHistory.NO_EVENT;

  private final String name;
  private final TokenSource source;
  private final Clock clock;
  private final Scheduler scheduler;
  private final Pacing pacing;

  private volatile TokenSnapshot snapshot = TokenSnapshot.NOTHING;
  private volatile boolean missed;

  private final ReentrantLock lock = new ReentrantLock();
  private final RefreshHistory history;
  private final RefreshTimer refreshTimer;
  private final RefreshTimer expiryTimer;
  private Phase phase = Phase.NEW;

  /** Not null in {@link Phase#REFRESHING}, and null in every other phase. */
  private @Nullable TokenRefresh refresh;

  /** The refresh that failed, while its failure is told; else null. */
  private @Nullable TokenRefresh untold;

  /**
   * @param name for log lines and diagnostics
   * @param random from 0 (included) to 1 (excluded)
   */
  public TokenCache(
      String name,
      TokenSource source,
      Clock clock,
      Scheduler scheduler,
      DoubleSupplier random,
      TokenEvents events) {
    this(name, source, clock, scheduler, new Pacing(random), events);
  }

  /** As above, with another Pacing; for the simulation. */
  public TokenCache(
      String name,
      TokenSource source,
      Clock clock,
      Scheduler scheduler,
      Pacing pacing,
      TokenEvents events) {
    this.name = name;
    this.source = source;
    this.clock = clock;
    this.scheduler = scheduler;
    this.pacing = pacing;
    this.history = new RefreshHistory(name, events);
    this.refreshTimer = new RefreshTimer(scheduler, number -> step(() -> refreshIsDue(number)));
    this.expiryTimer = new RefreshTimer(scheduler, number -> step(() -> tokenEnds(number)));
  }

  /**
   * The token, or null; never waits. If there is none, an attempt to get one is started, unless one
   * is running or has just failed.
   */
  public @Nullable BearerToken current() {
    TokenSnapshot now = snapshot;
    long wall = clock.epochMillis();
    if (wall >= now.attentionAt) {
      attend(wall);
      now = snapshot;
    }
    BearerToken token = now.usableAt(wall);
    if (token == null && !missed) {
      missed = true;
    }
    return token;
  }

  /**
   * The token; if there is none, waits for the running attempt.
   *
   * @param unwanted asked now and then while this waits; true ends the wait
   * @return null if the attempt failed or took longer; null without a wait between a failure and
   *     the next attempt
   */
  public @Nullable BearerToken await(long millis, BooleanSupplier unwanted)
      throws InterruptedException {
    BearerToken token = current();
    if (token != null) {
      return token;
    }
    TokenRefresh awaited = underWay();
    if (awaited != null) {
      awaited.await(millis, unwanted);
    } else {
      awaited = untold();
      if (awaited != null) {
        awaited.await(Math.min(millis, TO_TELL), unwanted);
      }
    }
    return usable();
  }

  /**
   * As {@link #await}, for threads that must not wait.
   *
   * @param millis the longest time that something is held back
   * @param whenSettled runs once, on an agent thread, when the running attempt has ended or the
   *     time is over, whichever is first
   * @return false, and nothing is run, if there is a token or if no attempt is running
   */
  public boolean defer(long millis, Runnable whenSettled) {
    return current() == null && runWhenRefreshed(millis, whenSettled);
  }

  /** Starts the first attempt, if there was none yet. */
  public void prefetch() {
    step(() -> phase == Phase.NEW ? begin() : NOTHING);
  }

  /**
   * Returns the token to send to a target that answered 401: one that has come since, or one that
   * is fetched now.
   *
   * @param sentAuthorization the header's value that was refused
   * @param budget the target's own
   * @param waitMillis the longest wait for the refresh; with 0 it is only started
   * @return a token that differs from the refused one, else null
   */
  public @Nullable BearerToken refused(
      String sentAuthorization, RefusalBudget budget, long waitMillis) throws InterruptedException {
    RefusedToken refusal = new RefusedToken(sentAuthorization, budget);
    BearerToken token = current();
    if (refusal.isReplacedBy(token)) {
      return token;
    }
    TokenRefresh awaited = refreshFor(refusal);
    if (awaited != null) {
      awaited.await(waitMillis, () -> false);
    }
    token = usable();
    return refusal.isReplacedBy(token) ? token : null;
  }

  /**
   * As {@link #refused}, for threads that must not wait.
   *
   * @param millis the longest time that something is held back
   * @param whenSettled runs once, on an agent thread, when the refresh has ended or the time is
   *     over, whichever is first; then {@link #refused} returns the token, if there is another one
   * @return false, and nothing is run, if there is another token already or none is expected
   */
  public boolean deferRefused(
      String sentAuthorization, RefusalBudget budget, long millis, Runnable whenSettled) {
    RefusedToken refusal = new RefusedToken(sentAuthorization, budget);
    return !refusal.isReplacedBy(current())
        && refreshFor(refusal) != null
        && runWhenRefreshed(millis, whenSettled);
  }

  /**
   * Whether that target has recently refused a fresh token, so that another one does not help.
   *
   * @param budget the target's own
   */
  public boolean isFreshTokenRefused(RefusalBudget budget) {
    return budget.isClosed(clock.monotonicMillis());
  }

  /** Why the last attempt failed; null if it did not, or if none has ended yet. */
  public @Nullable String failure() {
    return history.failure();
  }

  public TokenStatus status() {
    lock.lock();
    try {
      TokenSnapshot now = snapshot;
      BearerToken token = now.token;
      return new TokenStatus(
          name,
          now.usableAt(clock.epochMillis()) != null,
          token == null ? 0 : token.expiresAtMillis(),
          history.refreshedAt(),
          refresh == null ? 0 : refresh.startedAtMillis,
          phase.isPlanned() ? now.attentionAt : 0,
          history.failures(),
          history.failure(),
          history.fetches(),
          token == null ? null : token.signedInBy());
    } finally {
      lock.unlock();
    }
  }

  /** Removes the token for ever; callers that wait get none. */
  public void close() {
    step(
        () -> {
          TokenRefresh abandoned = refresh;
          enter(Phase.CLOSED, null);
          snapshot = TokenSnapshot.NOTHING.attentionAt(Long.MAX_VALUE);
          history.closed();
          refreshTimer.cancel();
          expiryTimer.cancel();
          return abandoned == null
              ? NOTHING
              : () -> {
                abandoned.release();
                abandoned.tellListeners();
              };
        });
  }

  private @Nullable BearerToken usable() {
    return snapshot.usableAt(clock.epochMillis());
  }

  /**
   * Whether a caller that has just seen no token should {@link #await} one: an attempt to get it is
   * running, or has ended well since. Also while a failure is being told, for which callers wait.
   */
  public boolean isTokenComing() {
    return underWay() != null || untold() != null || usable() != null;
  }

  private @Nullable TokenRefresh underWay() {
    lock.lock();
    try {
      return refresh;
    } finally {
      lock.unlock();
    }
  }

  /** The refresh that has just failed, and whose failure is not told yet. */
  private @Nullable TokenRefresh untold() {
    lock.lock();
    try {
      return untold;
    } finally {
      lock.unlock();
    }
  }

  private boolean runWhenRefreshed(long millis, Runnable whenSettled) {
    Deferral deferral = new Deferral(whenSettled);
    lock.lock();
    try {
      if (refresh == null) {
        return false;
      }
      refresh.listen(deferral);
    } finally {
      lock.unlock();
    }
    deferral.limitedBy(RefreshTimer.schedule(scheduler, deferral, millis));
    return true;
  }

  /** The refresh that may replace the refused token, started if necessary; else null. */
  private @Nullable TokenRefresh refreshFor(RefusedToken refusal) {
    Runnable then = NOTHING;
    lock.lock();
    try {
      RefusedToken.Remedy remedy = refusal.remedy(phase, snapshot, clock.monotonicMillis());
      if (remedy == RefusedToken.Remedy.START) {
        then = begin();
      }
      TokenRefresh awaited = remedy == RefusedToken.Remedy.NONE ? null : refresh;
      if (awaited != null) {
        awaited.waitsFor(refusal);
      }
      return awaited;
    } finally {
      lock.unlock();
      then.run();
    }
  }

  // The transitions

  /** Runs one step with the lock held, and then without it the task that the step returns. */
  private void step(Supplier<Runnable> step) {
    Runnable then;
    lock.lock();
    try {
      then = step.get();
    } finally {
      lock.unlock();
    }
    then.run();
  }

  private void enter(Phase next, @Nullable TokenRefresh underWay) {
    assert lock.isHeldByCurrentThread();
    assert phase.canBecome(next) : phase + " to " + next;
    phase = next;
    refresh = underWay;
  }

  /** Enters {@code REFRESHING}; the returned task must run without the lock. */
  private Runnable begin() {
    TokenRefresh started = new TokenRefresh(clock.epochMillis(), clock.monotonicMillis());
    enter(Phase.REFRESHING, started);
    missed = false;
    refreshTimer.cancel();
    snapshot = snapshot.attentionAt(Long.MAX_VALUE);
    return () -> run(started);
  }

  /** A caller saw by the wall clock that a refresh is due: starts it, unless another caller has. */
  private void attend(long wall) {
    step(() -> phase.canRefresh() && wall >= snapshot.attentionAt ? begin() : NOTHING);
  }

  /** The planned time of the refresh has come, by the monotonic clock. */
  private Runnable refreshIsDue(int number) {
    if (!refreshTimer.isCurrent(number)) {
      return NOTHING;
    }
    if (phase == Phase.BACKING_OFF && !missed && usable() == null) {
      enter(Phase.IDLE, null);
      snapshot = snapshot.attentionAt(Long.MIN_VALUE);
      return NOTHING;
    }
    return begin();
  }

  /** The token has reached its end by the monotonic clock, even if the wall clock differs. */
  private Runnable tokenEnds(int number) {
    if (!expiryTimer.isCurrent(number)) {
      return NOTHING;
    }
    snapshot = snapshot.usableUntil(Long.MIN_VALUE);
    Runnable event = history.ranOut();
    if (phase != Phase.SCHEDULED) {
      return event;
    }
    Runnable begun = begin();
    return () -> {
      begun.run();
      event.run();
    };
  }

  private void run(TokenRefresh started) {
    try {
      scheduler.execute(() -> end(started, TokenAnswer.of(source)));
    } catch (RuntimeException | Error e) {
      end(started, TokenAnswer.noThread(e)); // This may be a request's thread
    }
  }

  private void end(TokenRefresh ended, TokenAnswer answer) {
    Runnable event = null;
    lock.lock();
    try {
      if (refresh != ended) {
        return; // Closed in the meantime, which also runs the listeners
      }
      event = leave(ended, answer);
      untold = answer.token == null ? ended : null;
    } finally {
      lock.unlock();
      if (event == null || answer.token != null) {
        ended.release();
      }
    }
    try {
      // A failure is told before the callers go on: a program may end with its failed request
      event.run();
    } finally {
      told(ended);
      ended.release();
      ended.tellListeners();
    }
  }

  private void told(TokenRefresh ended) {
    lock.lock();
    try {
      if (untold == ended) {
        untold = null;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Leaves {@code REFRESHING} in any case: a cache that stays in it would never refresh again. */
  private Runnable leave(TokenRefresh ended, TokenAnswer answer) {
    try {
      history.took(ended.millisUntil(clock.monotonicMillis()));
      RefreshOutcome outcome = RefreshOutcome.of(snapshot, ended, answer, clock, pacing, history);
      enter(outcome.phase, null);
      snapshot = outcome.snapshot;
      refreshTimer.set(outcome.untilRefresh);
      if (outcome.untilEnd != RefreshOutcome.UNCHANGED) {
        expiryTimer.set(outcome.untilEnd);
      }
      return outcome.event;
    } finally {
      if (refresh == ended) {
        enter(Phase.BACKING_OFF, null);
        snapshot = snapshot.attentionAt(clock.epochMillis() + LAST_RESORT);
      }
    }
  }
}
