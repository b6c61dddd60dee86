package io.foundryidentity.agent.core.token;

import java.util.function.DoubleSupplier;

/**
 * When to request a token: all rules about time in one place. Public for the simulation of many
 * JVMs, from which the jitter was chosen (docs/performance.md, "Scale").
 *
 * <p>All times are milliseconds. Jitter only shortens a wait: many machines that started together
 * do not stay in step, and nothing is later than its rule says. Only the wait that an endpoint asks
 * for is not shortened: there the jitter comes on top.
 */
public final class Pacing {

  /**
   * The jitter of a refresh, as a share of the wait. With 10 %, ten thousand JVMs that got tokens
   * of one hour in the same second ask within three minutes, which is three times what one endpoint
   * with 20 requests a second can answer. With 50 % they would ask a third more often than needed.
   */
  private static final double REFRESH_JITTER = 0.3;

  /**
   * The same for a life of less than {@link #SHORT_LIFE}: Entra ID's lives are longer, so this is a
   * shared token near its end, for which JVMs already ask often.
   */
  private static final double SHORT_LIFE_JITTER = 0.1;

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

  /** Entra ID gives no token for less. */
  private static final long SHORT_LIFE = 10 * MINUTE;

  /**
   * A longer {@code Retry-After} counts as this one: it may be wrong, like every answer, and
   * requests go out without a token meanwhile.
   */
  private static final long LONGEST_RETRY_AFTER = 2 * MINUTE;

  private final DoubleSupplier random;
  private final double refreshJitter;

  /**
   * @param random from 0 (included) to 1 (excluded)
   */
  public Pacing(DoubleSupplier random) {
    this(random, REFRESH_JITTER);
  }

  /**
   * For the simulation, which compares several values.
   *
   * @param refreshJitter a share of the wait, from 0 to 1
   */
  public Pacing(DoubleSupplier random, double refreshJitter) {
    this.random = random;
    this.refreshJitter = refreshJitter;
  }

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
  long untilRefresh(long now, long life, long issuersTime) {
    long wait = Math.min(life, LONGEST_PLAN) / 2;
    if (issuersTime > now) {
      long asked = issuersTime - now;
      if (asked >= Math.min(wait, LEAST_BETWEEN_TOKENS) && asked <= life - life / 10) {
        wait = Math.min(asked, LONGEST_PLAN / 2);
      }
    }
    return shortened(wait, jitter(life));
  }

  /**
   * How long to wait before asking a source again that has answered with the current token.
   *
   * <p>JVMs that share an endpoint with a cache also share their token's end. Without jitter they
   * would come closer together each time, as each halves its own time to the same moment.
   *
   * @param usable how long that token will still be served
   */
  long untilAskedAgain(long usable) {
    long half = shortened(Math.min(usable, LONGEST_PLAN) / 2, jitter(usable));
    return Math.min(usable, Math.max(half, LEAST_BETWEEN_TOKENS));
  }

  /**
   * How long to wait after a failure.
   *
   * @param failures the number of failures in a row, including this one
   * @param usable how long a token will still be served; 0 if there is none. While there is one,
   *     the wait is at most half of this time, so that there are several attempts before its end
   * @param retryAfter the wait that the endpoint asks for; 0 if it does not. The pause is shorter
   *     only if it would last longer than the token; all whom it told the same come back within as
   *     much time again, a minute at most
   */
  long backoff(int failures, long usable, long retryAfter) {
    long wait = Math.min(LONGEST_BACKOFF, FIRST_BACKOFF << Math.min(failures - 1, 6));
    if (usable > 0) {
      wait = Math.min(wait, Math.max(usable / 2, FIRST_BACKOFF));
    }
    double share = random.getAsDouble();
    long pause = wait - (long) (wait * 0.5 * share);
    if (retryAfter <= 0) {
      return pause;
    }
    long asked = Math.min(retryAfter, LONGEST_RETRY_AFTER);
    long spread = MINUTE;
    if (usable > 0) {
      asked = Math.min(asked, Math.max(usable - LEAST_BETWEEN_TOKENS, FIRST_BACKOFF));
      spread = Math.max(usable / 2 - asked, FIRST_BACKOFF);
    }
    return Math.max(pause, asked + (long) (Math.min(spread, asked) * share));
  }

  private double jitter(long life) {
    return life < SHORT_LIFE ? Math.min(refreshJitter, SHORT_LIFE_JITTER) : refreshJitter;
  }

  private long shortened(long wait, double most) {
    return wait - (long) (wait * most * random.getAsDouble());
  }
}
