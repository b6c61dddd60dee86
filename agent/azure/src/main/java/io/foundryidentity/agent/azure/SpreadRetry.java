package io.foundryidentity.agent.azure;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.RequestRetryCondition;
import com.azure.core.http.policy.RetryPolicy;
import com.azure.core.http.policy.RetryStrategy;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The library's rules for the requests of one fetch, with jitter: what is asked again, and how
 * often, does not change.
 *
 * <p>The library's own pauses have no jitter for IMDS, and none if the endpoint asks for a wait. So
 * JVMs that were refused together come back together, and are refused again: in a simulation of
 * 10,000 of them 17,594 requests in one second (docs/performance.md, "Scale").
 *
 * <ul>
 *   <li>With {@code Retry-After}, the pause is never shorter. Half of the library's own pause,
 *       which grows with each request, is the time in which they come back after it.
 *   <li>Without, a quarter of the library's own pause comes on top of it. With more, the last
 *       request would often be later than callers wait for a token.
 *   <li>A wait that is longer than callers wait for a token by default ends the fetch. The token
 *       cache makes that pause, in which no caller waits.
 * </ul>
 *
 * <p>Public for the simulation of many JVMs.
 */
public final class SpreadRetry implements RetryStrategy {

  /** In milliseconds, as the default of {@code token-wait}. */
  private static final long LONGEST_WAIT = 30_000;

  /** With a header of the caller's own, azure-core leaves the usual ones to the strategy. */
  private static final String NO_HEADER = "x-no-retry-after";

  private final RetryStrategy rules;

  private SpreadRetry(RetryStrategy rules) {
    this.rules = rules;
  }

  static RetryPolicy policy(RetryStrategy rules) {
    return new RetryPolicy(new SpreadRetry(rules), NO_HEADER, ChronoUnit.SECONDS);
  }

  @Override
  public int getMaxRetries() {
    return rules.getMaxRetries();
  }

  @Override
  public Duration calculateRetryDelay(int retryAttempts) {
    return delay(retryAttempts, 0);
  }

  @Override
  public Duration calculateRetryDelay(RequestRetryCondition condition) {
    return delay(condition.getTryCount(), retryAfter(condition.getResponse()));
  }

  private Duration delay(int tried, long retryAfter) {
    long own = rules.calculateRetryDelay(tried).toMillis();
    return Duration.ofMillis(pause(own, retryAfter, ThreadLocalRandom.current().nextDouble()));
  }

  @Override
  public boolean shouldRetryCondition(RequestRetryCondition condition) {
    return rules.shouldRetryCondition(condition) && isShort(retryAfter(condition.getResponse()));
  }

  /** Whether a fetch goes on after a wait of so many milliseconds. */
  public static boolean isShort(long retryAfter) {
    return retryAfter <= LONGEST_WAIT;
  }

  /**
   * All times are milliseconds.
   *
   * @param own the library's own pause
   * @param retryAfter 0 if the answer does not ask for a wait
   * @param random from 0 (included) to 1 (excluded)
   */
  public static long pause(long own, long retryAfter, double random) {
    return retryAfter > 0
        ? retryAfter + (long) (own * random / 2)
        : own + (long) (own * random / 4);
  }

  private static long retryAfter(@Nullable HttpResponse answer) {
    return answer == null
        ? 0
        : RetryAfter.millis(
            name -> answer.getHeaderValue(HttpHeaderName.fromString(name)),
            System.currentTimeMillis());
  }
}
