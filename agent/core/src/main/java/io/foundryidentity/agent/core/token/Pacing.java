package io.foundryidentity.agent.core.token;

/**
 * When to ask for a token: every rule of time in one place, as plain functions.
 *
 * <p>All times are milliseconds; {@code random} is from 0 (included) to 1 (excluded). Jitter only
 * ever shortens a wait, so that many machines that started together drift apart and nothing is
 * later than its rule says.
 */
final class Pacing {

  private static final long SECOND = 1_000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;

  /** How long a target that refused a fresh token may not force another refresh. */
  static final long REFUSAL_REST = 5 * MINUTE;

  /** With less than this to live a token is dead: the request would not be there in time. */
  static final long SHORTEST_LIFE = 500;

  /** No issuer of Entra's gives more than 28 hours; longer is nonsense and not planned with. */
  private static final long LONGEST_PLAN = 48 * HOUR;

  private static final long LONGEST_SKEW = 30 * SECOND;
  private static final long LEAST_BETWEEN_TOKENS = 30 * SECOND;
  private static final long FIRST_BACKOFF = SECOND;
  private static final long LONGEST_BACKOFF = MINUTE;

  private Pacing() {}

  /** How much of its life a token is not used for: clocks differ and requests travel. */
  static long skew(long life) {
    return Math.min(LONGEST_SKEW, life / 20);
  }

  /**
   * How long after its arrival a new token is to be replaced: half of its life, or the issuer's
   * time.
   *
   * <p>The issuer's time counts where it leaves room on both sides. Seen in the field: 1970, 1998,
   * later than the expiry. One that lies a second ahead would make a request of each second, one
   * that lies a second before the expiry would leave no room for a failure.
   *
   * @param now by the wall clock, as is {@code issuersTime}
   * @param life what is left from now
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
   * How long to leave a source alone that answered with the token which is here already.
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
   * @param failures how many there were in a row, this one included
   * @param usable how long a token will still be served; 0 where there is none. While there is one
   *     the wait is at most half of it, so that its last minutes see several attempts
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
