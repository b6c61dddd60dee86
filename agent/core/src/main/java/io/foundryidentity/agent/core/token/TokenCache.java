package io.foundryidentity.agent.core.token;

import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one identity's token for one scope fresh, for all clients and targets that share it.
 *
 * <p><b>States.</b> <i>Idle</i>: nothing is held, the next caller starts an attempt. <i>Asking</i>:
 * one {@link Flight} is under way. <i>Good</i>: a token is held, the next attempt is planned.
 * <i>Backing off</i>: the last attempt failed, the next is planned. Asking and backing off say
 * nothing of whether a token is held: one that is not at its end is served in every state.
 *
 * <p><b>Concurrency.</b> Readers take in one immutable {@link Holding} with one volatile read and
 * look at the wall clock once; with a usable token that is all. Whoever changes something does so
 * under a lock that is never held across the source, the listeners or the events, and that no
 * thread waits under: a wait is on the flight's latch, bounded and interruptible. There is at most
 * one flight, whoever wants one. A forced refresh (a target refused the token) that meets a flight
 * under way waits for its answer and follows it only if the refused token came again. The old token
 * is served meanwhile: other targets may well accept it.
 *
 * <p><b>Expiry and clocks.</b> The issuer speaks in wall time, and the wall clock may jump. So
 * every limit is held twice: by the wall clock in the {@code Holding}, which each caller checks,
 * and by a timer on the monotonic clock. What comes first counts.
 *
 * <ul>
 *   <li>The wall clock jumps back: the token looks good for longer, but {@code alarm} asks for the
 *       next at the time that was meant and {@code curfew} withdraws the old one at its end. The
 *       same token, answered again, does not live longer for it.
 *   <li>It jumps ahead, or the machine slept and the timers stood still: the next caller sees that
 *       an attempt is due or that the token is at its end, and starts the attempt.
 *   <li>It is wrong by hours when a token arrives: a source that knows the issuer's time says when
 *       the token ends by this machine's clock. From one that does not, with the clock ahead, the
 *       token counts as expired, which is a failure with a message; with the clock behind it is
 *       used until a target refuses it.
 * </ul>
 *
 * <p><b>Failure.</b> Whatever the source throws, Errors too, is a failure: the token at hand is
 * served until its end and the attempts go on with growing pauses. Without a token nobody waits
 * during a pause, and the attempts go on only while somebody asks: an application off Azure that
 * once touched a target does not run {@code az} once a minute for ever. The same token again is
 * neither success nor failure: azure-identity's own caches, and IMDS, answer so for most of a
 * token's life. A source that never returns holds its cache's only flight: sources must bound
 * themselves; the callers' waits and the token's end are not affected.
 */
public final class TokenCache {

  /** Arithmetic on it cannot overflow, and no real token comes near it. */
  private static final long LONGEST_LIFE = 365L * 24 * 60 * 60 * 1000;

  /** Callers look again after this if an attempt should ever end without planning the next. */
  private static final long LAST_RESORT = 60_000;

  @SuppressWarnings("UnnecessaryLambda") // one that is told apart from news by its name
  private static final Runnable NO_NEWS = () -> {};

  private final String name;
  private final TokenSource source;
  private final Clock clock;
  private final Scheduler scheduler;
  private final DoubleSupplier random;
  private final TokenEvents events;

  /** Written under the lock only, as is all below it. */
  private volatile Holding held = Holding.NOTHING;

  private volatile @Nullable String failure;

  /** Whether a caller went without a token since the last attempt began; set without the lock. */
  private volatile boolean missed;

  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Flight flight;
  private @Nullable Future<?> alarm;
  private @Nullable Future<?> curfew;
  private int alarms;
  private int curfews;
  private int failures;
  private boolean backingOff;
  private boolean asked;
  private boolean toldOfSameToken;
  private boolean closed;
  private long refreshedAt;

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
    this.name = name;
    this.source = source;
    this.clock = clock;
    this.scheduler = scheduler;
    this.random = random;
    this.events = events;
  }

  /**
   * The token, or null; never waits. Where there is none, an attempt to get one is started unless
   * one is under way or has just failed.
   */
  public @Nullable BearerToken current() {
    Holding now = held;
    long wall = clock.epochMillis();
    if (wall >= now.attentionAt) {
      attend(wall);
      now = held;
    }
    BearerToken token = now.usableAt(wall);
    if (token == null && !missed) {
      missed = true;
    }
    return token;
  }

  /**
   * The token; where there is none, waits for the attempt under way.
   *
   * @return null when the attempt failed or took longer, and at once between a failure and the next
   *     attempt
   */
  public @Nullable BearerToken await(long millis) throws InterruptedException {
    BearerToken token = current();
    if (token != null) {
      return token;
    }
    Flight underWay = flight();
    if (underWay != null) {
      underWay.await(millis);
    }
    return usable();
  }

  /**
   * As {@link #await}, for threads that must not wait.
   *
   * @param millis the longest time that something is held back
   * @param whenSettled runs once, on an agent thread, when the attempt under way has ended or the
   *     time is over, whichever is first
   * @return false, and nothing is run, where there is a token or where none is on its way
   */
  public boolean defer(long millis, Runnable whenSettled) {
    if (current() != null) {
      return false;
    }
    Deferral deferral = new Deferral(whenSettled);
    lock.lock();
    try {
      if (flight == null) {
        return false;
      }
      flight.listen(deferral);
    } finally {
      lock.unlock();
    }
    deferral.limitedBy(timer(deferral, millis));
    return true;
  }

  /** Starts the first attempt, if none was made. */
  public void prefetch() {
    Flight started = null;
    lock.lock();
    try {
      if (!asked && !closed) {
        started = depart(false);
      }
    } finally {
      lock.unlock();
    }
    start(started);
  }

  /**
   * Says what to send to a target that answered 401: the token that has come since, or one that is
   * fetched now, past all caches.
   *
   * @param sentAuthorization the header's value that was refused
   * @param budget the target's own
   * @param waitMillis the longest wait for the refresh; with 0 it is only started
   * @return a token that differs from the refused one, else null
   */
  public @Nullable BearerToken refused(
      String sentAuthorization, RefusalBudget budget, long waitMillis) throws InterruptedException {
    BearerToken token = current();
    if (token != null && !token.authorization().equals(sentAuthorization)) {
      return token;
    }
    Flight awaited = appeal(sentAuthorization, budget);
    long begin = clock.monotonicMillis();
    while (awaited != null) {
      long left = waitMillis - (clock.monotonicMillis() - begin);
      awaited = awaited.await(left) ? awaited.successor() : null;
    }
    token = usable();
    return token == null || token.authorization().equals(sentAuthorization) ? null : token;
  }

  /**
   * As {@link #refused}, for threads that must not wait.
   *
   * @param millis the longest time that something is held back
   * @param whenSettled runs once, on an agent thread, when it is known whether another token comes,
   *     or the time is over, whichever is first; {@link #refused} then answers with what there is
   * @return false, and nothing is run, where another token is there or where none is on its way
   */
  public boolean deferRefused(
      String sentAuthorization, RefusalBudget budget, long millis, Runnable whenSettled) {
    BearerToken token = current();
    if ((token != null && !token.authorization().equals(sentAuthorization))
        || appeal(sentAuthorization, budget) == null) {
      return false;
    }
    Deferral deferral = new Deferral(whenSettled);
    lock.lock();
    try {
      // What lands meanwhile is followed only by one that takes up the same appeal
      if (flight == null) {
        return false;
      }
      flight.listenAsAppellant(deferral);
    } finally {
      lock.unlock();
    }
    deferral.limitedBy(timer(deferral, millis));
    return true;
  }

  /**
   * Whether that target lately refused a token that was fresh from its issuer: another one does not
   * help it.
   *
   * @param budget the target's own
   */
  public boolean isFreshTokenRefused(RefusalBudget budget) {
    return budget.isClosed(clock.monotonicMillis());
  }

  /** The flight whose answer may replace the refused token, started if it must be; else null. */
  private @Nullable Flight appeal(String refused, RefusalBudget budget) {
    Flight started = null;
    lock.lock();
    try {
      long monotonic = clock.monotonicMillis();
      if (closed || budget.isClosed(monotonic)) {
        return null;
      }
      boolean current = held.holds(refused);
      if (current && held.isFresh(monotonic)) {
        budget.close(monotonic);
        return null;
      }
      if (flight == null) {
        if (!current || backingOff) {
          return null;
        }
        started = depart(true);
      }
      Flight awaited = flight;
      if (awaited != null) {
        awaited.appeal(refused, budget);
      }
      return awaited;
    } finally {
      lock.unlock();
      start(started);
    }
  }

  /** Why the last attempt brought no token; null where it did, or where none has ended yet. */
  public @Nullable String failure() {
    return failure;
  }

  public TokenStatus status() {
    lock.lock();
    try {
      Holding now = held;
      BearerToken token = now.token;
      boolean planned = flight == null && now.attentionAt > 0 && !closed;
      return new TokenStatus(
          name,
          now.usableAt(clock.epochMillis()) != null,
          token == null ? 0 : token.expiresAtMillis(),
          refreshedAt,
          flight == null ? 0 : flight.startedAtMillis,
          planned ? now.attentionAt : 0,
          failures,
          failure);
    } finally {
      lock.unlock();
    }
  }

  /** Forgets the token for good; who waits goes without. */
  public void close() {
    Flight abandoned;
    lock.lock();
    try {
      closed = true;
      abandoned = flight;
      flight = null;
      held = Holding.NOTHING.attentionAt(Long.MAX_VALUE);
      failure = "the token cache is closed";
      cancelAlarm();
      cancelCurfew();
    } finally {
      lock.unlock();
    }
    if (abandoned != null) {
      abandoned.land();
      abandoned.tell();
    }
  }

  private @Nullable BearerToken usable() {
    return held.usableAt(clock.epochMillis());
  }

  private @Nullable Flight flight() {
    lock.lock();
    try {
      return flight;
    } finally {
      lock.unlock();
    }
  }

  /** A caller saw by the wall clock that an attempt is due: starts it, unless another was first. */
  private void attend(long wall) {
    Flight started = null;
    lock.lock();
    try {
      if (flight == null && !closed && wall >= held.attentionAt) {
        started = depart(false);
      }
    } finally {
      lock.unlock();
    }
    start(started);
  }

  /** The planned time has come by the monotonic clock. */
  private void alarmRang(int number) {
    Flight started = null;
    lock.lock();
    try {
      if (number != alarms || flight != null || closed) {
        return;
      }
      if (backingOff && !missed && usable() == null) {
        backingOff = false;
        held = held.attentionAt(Long.MIN_VALUE);
      } else {
        started = depart(false);
      }
    } finally {
      lock.unlock();
    }
    start(started);
  }

  /** The token is at its end by the monotonic clock, whatever the wall clock says. */
  private void curfewRang(int number) {
    Flight started = null;
    Runnable news = NO_NEWS;
    lock.lock();
    try {
      if (number != curfews || closed) {
        return;
      }
      held = held.usableUntil(Long.MIN_VALUE);
      String why = failure;
      if (why != null) {
        news = () -> events.ranOut(name, why);
      }
      if (flight == null && !backingOff) {
        started = depart(false);
      }
    } finally {
      lock.unlock();
    }
    start(started);
    news.run();
  }

  /** Under the lock, with no flight under way: makes one, which the caller starts after it. */
  private Flight depart(boolean pastCaches) {
    Flight departing = new Flight(pastCaches, clock.epochMillis());
    flight = departing;
    asked = true;
    missed = false;
    backingOff = false;
    cancelAlarm();
    held = held.attentionAt(Long.MAX_VALUE);
    return departing;
  }

  private void start(@Nullable Flight departing) {
    if (departing == null) {
      return;
    }
    try {
      scheduler.execute(() -> fly(departing));
    } catch (RuntimeException | Error e) {
      // Seen where a container's limit of threads is reached. This may be a request's own thread.
      land(departing, null, "no thread to ask on: " + e.getClass().getName());
    }
  }

  private void fly(Flight flying) {
    BearerToken answer = null;
    String problem = "the token source answered with nothing";
    try {
      answer = source.fetch(flying.pastCaches);
    } catch (TokenSourceException e) {
      problem = String.valueOf(e.getMessage());
    } catch (Throwable e) {
      problem = withoutSecrets(e);
    }
    land(flying, answer, problem);
  }

  /**
   * An unforeseen exception's message may quote an answer and its token: the class and place do.
   */
  private static String withoutSecrets(Throwable e) {
    StackTraceElement[] trace = e.getStackTrace();
    String what = e instanceof LinkageError ? e.toString() : e.getClass().getName();
    return "the token source broke: " + what + (trace.length == 0 ? "" : " at " + trace[0]);
  }

  private void land(Flight landed, @Nullable BearerToken answer, String problem) {
    Runnable news = NO_NEWS;
    lock.lock();
    try {
      if (flight != landed) {
        return; // closed meanwhile, and all were told
      }
      flight = null;
      held = held.attentionAt(clock.epochMillis() + LAST_RESORT);
      news = settle(landed, answer, problem);
    } finally {
      lock.unlock();
      landed.land();
      start(landed.successor());
    }
    news.run();
    landed.tell();
  }

  /** Under the lock: takes in what a flight brought, and plans. */
  private Runnable settle(Flight landed, @Nullable BearerToken answer, String problem) {
    long wall = clock.epochMillis();
    long monotonic = clock.monotonicMillis();
    if (answer == null) {
      return failed(wall, problem);
    }
    Holding had = held;
    BearerToken old = had.token;
    boolean same = old != null && old.sameToken(answer);
    long life = life(answer, wall);
    if (old != null && same) {
      // A token's expiry does not move, whatever the source or the wall clock makes of it now.
      life = Math.min(life, Math.min(life(old, wall), had.expiresMonotonic - monotonic));
    }
    if (life < Pacing.SHORTEST_LIFE) {
      return failed(
          wall,
          "the token that came had expired already (check this machine's clock if it seems new)");
    }
    return same ? kept(landed, wall, monotonic, life) : taken(landed, answer, wall, life);
  }

  private static long life(BearerToken token, long wall) {
    return token.expiresAtMillis() <= wall
        ? 0
        : Math.min(token.expiresAtMillis() - wall, LONGEST_LIFE);
  }

  private Runnable taken(Flight landed, BearerToken token, long wall, long life) {
    long usable = life - Pacing.skew(life);
    long wait = Pacing.untilRefresh(wall, life, token.refreshAtMillis(), random.getAsDouble());
    long monotonic = clock.monotonicMillis();
    held =
        new Holding(
            token, wall + usable, wall + wait, monotonic + life, monotonic, landed.pastCaches);
    refreshedAt = wall;
    toldOfSameToken = false;
    int before = failures;
    failures = 0;
    failure = null;
    setAlarm(wait);
    setCurfew(usable);
    long expires = wall + life;
    return before == 0
        ? () -> events.gotToken(name, expires, wall + wait)
        : () -> events.recovered(name, expires, before);
  }

  private Runnable kept(Flight landed, long wall, long monotonic, long life) {
    long usable = held.usableFor(wall);
    if (usable == 0) {
      // The source has no better one to the last: what was kept back of its life is used too.
      usable = life - Pacing.skew(life);
      held = held.usableUntil(wall + usable);
      setCurfew(usable);
    }
    String refused = landed.refused();
    if (refused != null && held.holds(refused)) {
      if (landed.pastCaches) {
        landed.closeBudgets(monotonic);
      } else {
        landed.follow(depart(true));
        return NO_NEWS;
      }
    }
    long wait = Pacing.untilAskedAgain(usable);
    held = held.attentionAt(wall + wait);
    setAlarm(wait);
    if (toldOfSameToken) {
      return NO_NEWS;
    }
    toldOfSameToken = true;
    return () -> events.sameToken(name, wall + wait);
  }

  private Runnable failed(long wall, String problem) {
    failures++;
    failure = problem;
    backingOff = true;
    long usable = held.usableFor(wall);
    long wait = Pacing.backoff(failures, usable, random.getAsDouble());
    held = held.attentionAt(wall + wait);
    setAlarm(wait);
    long until = usable == 0 ? 0 : wall + usable;
    return failures == 1 ? () -> events.failed(name, problem, until) : NO_NEWS;
  }

  private void setAlarm(long wait) {
    cancelAlarm();
    int number = alarms;
    alarm = timer(() -> alarmRang(number), wait);
  }

  private void cancelAlarm() {
    alarms++;
    if (alarm != null) {
      alarm.cancel(false);
      alarm = null;
    }
  }

  private void setCurfew(long wait) {
    cancelCurfew();
    int number = curfews;
    curfew = timer(() -> curfewRang(number), wait);
  }

  private void cancelCurfew() {
    curfews++;
    if (curfew != null) {
      curfew.cancel(false);
      curfew = null;
    }
  }

  private @Nullable Future<?> timer(Runnable task, long wait) {
    try {
      return scheduler.schedule(task, wait);
    } catch (RuntimeException | Error e) {
      // No thread to be had for the timer. Callers hold the same limits by the wall clock.
      return null;
    }
  }
}
