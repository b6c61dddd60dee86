package io.foundryidentity.agent.azure;

import io.foundryidentity.agent.core.diagnosis.TokenClaims;
import io.foundryidentity.agent.core.token.Clock;
import java.util.List;

/**
 * How long a token has, by the clock of the endpoint that answered.
 *
 * <p>A token's expiry is a time of its issuer's clock. If this machine's clock is an hour behind, a
 * token with a life of one hour seems to have two, and would be sent for an hour after its expiry.
 * If the clock is ahead, every token would seem to have expired. The endpoint's answer has the
 * endpoint's time in {@code Date}, and a cache adds how old the answer is in {@code Age} (RFC 9110,
 * section 6.6.1; RFC 9111, section 5.1).
 *
 * <p><b>An old answer looks like a clock that is ahead.</b> A replayed answer has a {@code Date} of
 * long ago and a token that has ended, and so has the answer of a live endpoint to a machine whose
 * clock is ahead. So the two directions are not treated alike:
 *
 * <ul>
 *   <li>Whatever makes a token's life shorter is believed at once: of this machine's clock and what
 *       is known of the endpoint's, the latest counts.
 *   <li>What makes it longer is believed only of a clock that is seen to run: two answers, a second
 *       or more apart, whose times differ by what this machine's monotonic clock has measured
 *       between them. An answer from a cache or a record repeats its time, or goes back.
 *   <li>Even then it makes a life longer by a day at most, as machines are wrong by time zones; and
 *       no token has more left than the time between its {@code nbf} and its {@code exp}.
 * </ul>
 *
 * <p>Of a JWT its own {@code exp} counts, also if the library gives a later time: for some answers
 * it adds {@code expires_in} to this machine's time, however old the answer is.
 */
final class IssuerClock {

  /**
   * Differences up to this are not corrected: a {@code Date} has whole seconds, and the answer took
   * time to arrive.
   */
  private static final long TOLERATED = 5_000;

  /** The endpoint's time may be later than its {@code Date} by up to this. */
  private static final long RESOLUTION = 1_000;

  /** Answers closer to each other than this do not show that a clock runs. */
  static final long APART = 1_000;

  /** The resolution of two dates, and the time that answers travel. */
  private static final long UNEVEN = 2_000;

  private static final long MOST_AHEAD = 24 * 60 * 60 * 1_000L;

  private final Clock machine;

  /** What the last answer says about the endpoint's time. */
  private AnswerTime answer = AnswerTime.NONE;

  /** The last answer's time minus the monotonic clock's. */
  private long offset;

  /** An earlier answer's time and offset, with which later ones are compared; 0 if none. */
  private long comparedTime;

  private long comparedOffset;

  /** The offset of a clock that was seen to run; it holds while answers are in line with it. */
  private long runningOffset;

  private boolean everRan;

  /** Whether the last answer is in line with a clock that runs. */
  private boolean runs;

  /**
   * @param machine this machine's clocks
   */
  IssuerClock(Clock machine) {
    this.machine = machine;
  }

  /** A fetch begins: the answers before it say nothing about its token. */
  synchronized void begin() {
    answer = AnswerTime.NONE;
    runs = false;
  }

  /**
   * Reads the headers of an answer.
   *
   * @param dates the values of {@code Date}; without exactly one, well-formed, nothing is known
   * @param ages the values of {@code Age}; with a malformed one, nothing is known that would make a
   *     life longer
   */
  synchronized void heard(List<String> dates, List<String> ages) {
    answer = AnswerTime.of(dates, ages);
    runs = false;
    if (answer.millis == 0) {
      return;
    }
    long monotonic = machine.monotonicMillis();
    offset = answer.millis + RESOLUTION - monotonic;
    if (!answer.firstHand) {
      return;
    }
    boolean even = comparedTime != 0 && Math.abs(offset - comparedOffset) <= UNEVEN;
    long elapsed = monotonic - (comparedTime + RESOLUTION - comparedOffset);
    if (everRan && Math.abs(offset - runningOffset) <= TOLERATED) {
      runs = true;
    } else if (even && elapsed >= APART && answer.millis > comparedTime) {
      runs = true;
      everRan = true;
    }
    if (runs) {
      runningOffset = offset;
    }
    if (!even || elapsed >= APART) {
      comparedTime = answer.millis;
      comparedOffset = offset;
    }
  }

  /**
   * When a token ends by this machine's clock, in milliseconds since the epoch.
   *
   * @param token the access token; for an opaque one the library's expiry is used, less the
   *     answer's age
   * @param expiry the library's value, computed partly by the endpoint's clock, partly by this
   *     machine's
   */
  synchronized long expiry(String token, long expiry) {
    TokenClaims claims = TokenClaims.of(token);
    long ends = claims.expiresAtMillis();
    if (ends <= 0) {
      return expiry - answer.age;
    }
    long now = machine.epochMillis();
    long ahead = ahead(now, claims);
    return ahead < 0 ? ends - ahead : Math.min(expiry, ends - ahead);
  }

  /**
   * Whether the token seems to have ended, but only by this machine's clock, and another answer
   * could show that this is not so.
   */
  synchronized boolean needsAnotherAnswer(String token) {
    TokenClaims claims = TokenClaims.of(token);
    long ends = claims.expiresAtMillis();
    long now = machine.epochMillis();
    long theirs = offset + machine.monotonicMillis();
    return answer.millis != 0
        && answer.firstHand
        && !runs
        && ends <= now
        && ends > theirs
        && now - theirs <= MOST_AHEAD;
  }

  /** The endpoint's time minus this machine's, in milliseconds; 0 if the difference is small. */
  private long ahead(long now, TokenClaims claims) {
    long ahead = 0;
    if (answer.millis != 0) {
      ahead = offset + machine.monotonicMillis() - now;
      if (!runs) {
        ahead = Math.max(ahead, 0);
      } else if (ahead < 0) {
        ahead = ahead < -MOST_AHEAD ? 0 : Math.max(ahead, claims.notBeforeMillis() - now);
      }
    }
    if (everRan && !runs) {
      ahead = Math.max(ahead, runningOffset + machine.monotonicMillis() - now);
    }
    return Math.abs(ahead) <= TOLERATED ? 0 : ahead;
  }
}
