package io.foundryidentity.agent.core.request;

import io.foundryidentity.agent.core.token.BearerToken;
import io.foundryidentity.agent.core.token.Clock;
import io.foundryidentity.agent.core.token.RefusalBudget;
import io.foundryidentity.agent.core.token.TokenCache;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tokens for one target's requests, and with {@code scope=auto} those for the other scope in
 * reserve.
 *
 * <p>A resource's name does not show which audience it accepts, and the agent sees only the status
 * of an answer. So if a target refuses the first token, the other scope's token is tried once:
 *
 * <ul>
 *   <li><i>At first</i>: a refusal in the first five minutes of use requests the other scope's
 *       token, which is used as soon as it is there. A later refusal is about a token, not its
 *       scope.
 *   <li><i>On trial</i>: after five minutes without a refusal the other scope stays.
 *   <li><i>Decided</i>: a scope whose token was accepted once stays. If both are refused, the first
 *       one is used again, as the scope is not the reason.
 * </ul>
 *
 * Only the refusal of a token that is valid and the current one says something about its scope: one
 * that has expired, or was replaced, is refused for that.
 *
 * <p>The first scope's token is sent until the other's is there, so no request goes without a
 * token.
 */
final class ScopedTokens {

  private static final Logger LOG = LoggerFactory.getLogger(ScopedTokens.class);

  private static final long TRIAL = TimeUnit.MINUTES.toMillis(5);
  private static final long NOT_YET = Long.MIN_VALUE;

  private enum Stage {
    AT_FIRST,
    ON_TRIAL,
    DECIDED
  }

  private final String target;
  private final String scope;
  private final @Nullable String otherScope;
  private final AuthorizedTarget.CacheOfScope caches;
  private final Clock clock;
  private final TokenCache first;
  private final UnauthorizedRequests unauthorized;

  private volatile TokenCache used;
  private volatile RefusalBudget refusals = new RefusalBudget();
  private volatile long beganMonotonic = NOT_YET;

  /** Written with the lock held, like all fields below it. */
  private volatile Stage stage;

  private volatile boolean bothRefused;
  private @Nullable TokenCache other;

  /**
   * @param otherScope null if the operator has configured the scope
   */
  ScopedTokens(
      String target,
      String scope,
      @Nullable String otherScope,
      AuthorizedTarget.CacheOfScope caches,
      Clock clock) {
    this.target = target;
    this.scope = scope;
    this.otherScope = otherScope;
    this.caches = caches;
    this.clock = clock;
    this.unauthorized = new UnauthorizedRequests(target, clock);
    this.first = caches.of(scope);
    this.used = first;
    this.stage = otherScope == null ? Stage.DECIDED : Stage.AT_FIRST;
  }

  /** Starts fetching the token that the first request will need. */
  void prefetch() {
    used.prefetch();
  }

  /** The cache for the next request. */
  TokenCache current() {
    if (beganMonotonic == NOT_YET) {
      beganMonotonic = clock.monotonicMillis();
    }
    return used;
  }

  /** What is logged of the requests that get no token here. */
  UnauthorizedRequests unauthorized() {
    return unauthorized;
  }

  /** The scope of the next request's token. */
  String scope() {
    return used == first || otherScope == null ? scope : otherScope;
  }

  /** Whether a request has asked for a token here. */
  boolean isUsed() {
    return beganMonotonic != NOT_YET;
  }

  /** Whether the next request would get a token; does not request one. */
  boolean isUsable() {
    return used.status().usable;
  }

  /**
   * Returns the token to send after a refused one.
   *
   * @param waitMillis the longest wait for it; with 0 it is only requested
   * @return a token that differs from the refused one, or null
   */
  @Nullable BearerToken refused(String sent, long waitMillis) throws InterruptedException {
    if (stage == Stage.ON_TRIAL) {
      if (hasFailed(sent)) {
        return null; // The first scope's token was refused before
      }
    } else if (mayBeWrongScope(sent)) {
      BearerToken instead = ask(waitMillis);
      if (instead != null) {
        return instead;
      }
    }
    return used.refused(sent, refusals, waitMillis);
  }

  /**
   * As {@link #refused}, for threads that must not wait.
   *
   * @return whether to hold the answer back; then {@code whenSettled} runs once
   */
  boolean deferRefused(String sent, long millis, Runnable whenSettled) {
    if (stage == Stage.ON_TRIAL && hasFailed(sent)) {
      return false;
    }
    if (mayBeWrongScope(sent)) {
      TokenCache asked = other();
      if (asked.current() != null) {
        takeOver(asked);
        return false;
      }
      Runnable settle =
          () -> {
            takeOver(asked);
            whenSettled.run();
          };
      if (asked.defer(millis, settle)) {
        return true;
      }
    }
    return used.deferRefused(sent, refusals, millis, whenSettled);
  }

  /** The target accepted that token: its scope stays. Called for each good answer. */
  void accepted(String sent) {
    if (stage != Stage.DECIDED) {
      decide(sent);
    }
  }

  private synchronized void decide(String sent) {
    if (isPresent(sent)) {
      stage = Stage.DECIDED;
    }
  }

  private boolean mayBeWrongScope(String sent) {
    return stage == Stage.AT_FIRST && isSoon(beganMonotonic) && isPresent(sent);
  }

  /** Whether that token is valid, and the one that requests are sent with now. */
  private boolean isPresent(String sent) {
    BearerToken token = used.current();
    return token != null && token.authorization().equals(sent);
  }

  /** Whether no other token can help, as the target has recently refused the best ones. */
  boolean isIncurable() {
    return (bothRefused && isSoon(beganMonotonic)) || used.isFreshTokenRefused(refusals);
  }

  /** Whether the trial time has not passed; false before the first request. */
  private boolean isSoon(long begin) {
    return begin != NOT_YET && clock.monotonicMillis() - begin < TRIAL;
  }

  private @Nullable BearerToken ask(long waitMillis) throws InterruptedException {
    TokenCache asked = other();
    BearerToken token = waitMillis > 0 ? asked.await(waitMillis, () -> false) : asked.current();
    if (token != null) {
      takeOver(asked);
    } else if (waitMillis == 0) {
      asked.defer(TRIAL, () -> takeOver(asked));
    }
    return token;
  }

  private synchronized TokenCache other() {
    TokenCache made = other;
    if (made == null) {
      made = caches.of(String.valueOf(otherScope));
      other = made;
    }
    return made;
  }

  private synchronized void takeOver(TokenCache asked) {
    if (stage != Stage.AT_FIRST || asked.current() == null) {
      return;
    }
    stage = Stage.ON_TRIAL;
    use(asked);
    LOG.info(
        "{} refused a token for {}: from now on its requests use tokens for {}",
        target,
        scope,
        otherScope);
  }

  /** Ends the trial if its time is over, or if the refused token is the one on trial. */
  private synchronized boolean hasFailed(String sent) {
    if (stage != Stage.ON_TRIAL) {
      return false;
    }
    if (!isSoon(beganMonotonic)) {
      stage = Stage.DECIDED;
      return false;
    }
    if (!isPresent(sent)) {
      return false;
    }
    stage = Stage.DECIDED;
    bothRefused = true;
    use(first);
    LOG.warn(
        "{} refuses tokens for {} and for {}: the scope is not the reason; {} stays in use",
        target,
        scope,
        otherScope,
        scope);
    return true;
  }

  private void use(TokenCache cache) {
    used = cache;
    refusals = new RefusalBudget();
    beganMonotonic = clock.monotonicMillis();
  }
}
