package io.foundryidentity.agent.core.token;

/**
 * The result of a refresh: what the cache serves from now on, and when it asks again.
 *
 * <p>Computed with the cache's lock held; the cache is changed afterwards, in one step.
 */
final class RefreshOutcome {

  /** The time of the token's end does not change. */
  static final long UNCHANGED = -1;

  final Phase phase;
  final TokenSnapshot snapshot;

  /** The time from now to the next refresh. */
  final long untilRefresh;

  /** The time from now until the token is no longer served; or {@link #UNCHANGED}. */
  final long untilEnd;

  /** To be run by the cache without the lock. */
  final Runnable event;

  private RefreshOutcome(
      Phase phase,
      TokenSnapshot snapshot,
      long wall,
      long untilRefresh,
      long untilEnd,
      Runnable event) {
    this.phase = phase;
    this.snapshot = snapshot.attentionAt(wall + untilRefresh);
    this.untilRefresh = untilRefresh;
    this.untilEnd = untilEnd;
    this.event = event;
  }

  /**
   * @param had what the cache has had until now
   */
  static RefreshOutcome of(
      TokenSnapshot had,
      TokenRefresh ended,
      TokenAnswer answer,
      Clock clock,
      Pacing pacing,
      RefreshHistory history) {
    long wall = clock.epochMillis();
    long monotonic = clock.monotonicMillis();
    BearerToken token = answer.token;
    if (token == null) {
      return failed(had, answer.problem, answer.retryAfter, wall, pacing, history);
    }
    long life = had.lifeOf(token, wall, monotonic);
    if (life < Pacing.SHORTEST_LIFE) {
      String problem =
          "the token was expired when it arrived (check this machine's clock if it should be new)";
      return failed(had, problem, 0, wall, pacing, history);
    }
    if (had.holds(token.authorization())) {
      ended.broughtAgain(token, monotonic);
      return same(had, life, wall, pacing, history);
    }
    long usable = life - Pacing.skew(life);
    long wait = pacing.untilRefresh(wall, life, token.refreshAtMillis());
    return new RefreshOutcome(
        Phase.SCHEDULED,
        TokenSnapshot.arrived(token, life, usable, wall, monotonic, ended.followsRefusal()),
        wall,
        wait,
        usable,
        history.gotToken(wall, wall + life, wall + wait));
  }

  private static RefreshOutcome same(
      TokenSnapshot had, long life, long wall, Pacing pacing, RefreshHistory history) {
    TokenSnapshot kept = had;
    long usable = had.usableFor(wall);
    long untilEnd = UNCHANGED;
    if (usable == 0) {
      // The source still has no other token, so the time reserved for clock skew is used, too.
      usable = life - Pacing.skew(life);
      kept = had.usableUntil(wall + usable);
      untilEnd = usable;
    }
    long wait = pacing.untilAskedAgain(usable);
    return new RefreshOutcome(
        Phase.SCHEDULED, kept, wall, wait, untilEnd, history.sameToken(wall + wait));
  }

  private static RefreshOutcome failed(
      TokenSnapshot had,
      String problem,
      long retryAfter,
      long wall,
      Pacing pacing,
      RefreshHistory history) {
    long usable = had.usableFor(wall);
    Runnable event = history.failed(problem, usable == 0 ? 0 : wall + usable);
    long wait = pacing.backoff(history.failures(), usable, retryAfter);
    return new RefreshOutcome(Phase.BACKING_OFF, had, wall, wait, UNCHANGED, event);
  }
}
