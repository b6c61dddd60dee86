package io.foundryidentity.agent.core.token;

/**
 * When to request a token: all rules about time in one place, as plain functions.
 *
 * <p>All times are milliseconds; {@code random} is from 0 (included) to 1 (excluded). Jitter only
 * shortens a wait: many machines that started together do not stay in step, and nothing is later
 * than its rule says.
 */
final class Pacing {

  private static final long SECOND = 1_000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;

  /** How long a target that refused a fresh token may not force another refresh. */
  static final long REFUSAL_REST = 5 * MINUTE;

  /** A token with less left than this counts as expired: the request would not arrive in time. */
  static final long SHORTEST_LIFE = 500;

  /** Entra ID gives at most 28 hours; plans for a longer life use this limit. */
  private static final long LONGEST_PLAN = 48 * HOUR;

  private static final long LONGEST_SKEW = 30 * SECOND;
  private static final long LEAST_BETWEEN_TOKENS = 30 * SECOND;
  private static final long FIRST_BACKOFF = SECOND;
  private static final long LONGEST_BACKOFF = MINUTE;

  private Pacing() {}

  /** How long before its expiry a token's use ends, as clocks differ and requests take time. */
  static long skew(long life) {
    return Math.min(LONGEST_SKEW, life / 20);
  }

  /**
   * How long after its arrival a new token is replaced: half of its life, or the issuer's time.
   *
   * <p>The issuer's time is used only if it leaves time before and after it. Real issuers have sent
   * 1970, 1998, and times after the expiry. A time one second ahead would cause a request each
   * second, and a time one second before the expiry would leave no time for a retry.
   *
   * @param now the time by the wall clock, like {@code issuersTime}
   * @param life the time that is left from now
   */
  static long untilRefresh(long now, long life, long issuersTime, double random) {
    long wait = Math.min(life, LONGEST_PLAN) / 2;
    if (issuersTime > now) {
      long asked = issuersTime - now;
      if (asked >= Math.min(wait, LEAST_BETWEEN_TOKENS) && asked <= life - life / 10) {
        wait = Math.min(asked, LONGEST_PLAN / 2);
      }
    }
    return shortened(wait, 0.1, random);
  }

  /**
   * How long to wait before asking a source again that has answered with the current token.
   *
   * @param usable how long that token will still be served
   */
  static long untilAskedAgain(long usable) {
    long half = Math.min(usable, LONGEST_PLAN) / 2;
    return Math.min(usable, Math.max(half, LEAST_BETWEEN_TOKENS));
  }

  /**
   * How long to wait after a failure.
   *
   * @param failures the number of failures in a row, including this one
   * @param usable how long a token will still be served; 0 if there is none. While there is one,
   *     the wait is at most half of this time, so that there are several attempts before its end
   */
  static long backoff(int failures, long usable, double random) {
    long wait = Math.min(LONGEST_BACKOFF, FIRST_BACKOFF << Math.min(failures - 1, 6));
    if (usable > 0) {
      wait = Math.min(wait, Math.max(usable / 2, FIRST_BACKOFF));
    }
    return shortened(wait, 0.5, random);
  }

  private static long shortened(long wait, double most, double random) {
    return wait - (long) (wait * most * random);
  }
}
