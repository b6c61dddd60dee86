package io.foundryidentity.agent.core.request;

import io.foundryidentity.agent.core.token.Clock;
import io.foundryidentity.agent.core.token.TokenCache;
import io.foundryidentity.agent.core.token.TokenStatus;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says once why requests to one target are sent without a token, and once that they are authorized
 * again.
 *
 * <p>A failure of the identity endpoint has a line of its own already ({@code TokenLog}), at its
 * beginning and at its end. So this class speaks of the rest: a token that comes late.
 */
final class UnauthorizedRequests {

  private static final Logger LOG = LoggerFactory.getLogger(UnauthorizedRequests.class);

  /** A timer may run this much before the time that the wall clock shows. */
  private static final long TIMER_SLACK_MILLIS = 20;

  private final String target;
  private final Clock clock;
  private final AtomicBoolean told = new AtomicBoolean();

  UnauthorizedRequests(String target, Clock clock) {
    this.target = target;
    this.clock = clock;
  }

  /** Called for each authorized request. */
  void ended() {
    if (told.get() && told.compareAndSet(true, false)) {
      LOG.info("requests to {} are authorized again", target);
    }
  }

  /**
   * Called for each request that is sent without a token.
   *
   * @param cache has no token for it
   */
  void note(TokenCache cache, long tokenWaitMillis) {
    if (told.get()) {
      return;
    }
    TokenStatus status = cache.status();
    String reason = reason(status, tokenWaitMillis);
    if (reason != null && told.compareAndSet(false, true)) {
      LOG.warn("requests to {} are sent without a token: {}", target, reason);
    }
  }

  /** Null if the log has the reason already. */
  private @Nullable String reason(TokenStatus status, long tokenWaitMillis) {
    if (status.failures > 0) {
      return null;
    }
    if (status.failure != null) {
      // The cache was closed, which is no failed attempt
      return "the configuration changed after they began; new requests use the new one";
    }
    if (Thread.currentThread().isInterrupted()) {
      return "the application interrupted the thread that waited for a token; a timeout of the"
          + " client may be too short for a first token"
          + age(status);
    }
    String wait = "token-wait=" + duration(tokenWaitMillis);
    if (tokenWaitMillis == 0) {
      return "the token is still being fetched, and with "
          + wait
          + " no request waits for it"
          + age(status)
          + "; set foundry.identity.token-wait to a longer time, or foundry.identity.prefetch"
          + " to startup";
    }
    if (asked(status) + TIMER_SLACK_MILLIS >= tokenWaitMillis) {
      return "no token came within "
          + wait
          + age(status)
          + "; find out why the identity endpoint is slow, or set foundry.identity.token-wait"
          + " to a longer time";
    }
    return "the token is still being fetched, and this client's thread must not wait for it"
        + age(status)
        + "; set foundry.identity.prefetch to startup";
  }

  private long asked(TokenStatus status) {
    return status.askingSinceMillis == 0 ? 0 : clock.epochMillis() - status.askingSinceMillis;
  }

  private String age(TokenStatus status) {
    return status.askingSinceMillis == 0
        ? ""
        : " (the identity endpoint was asked " + asked(status) + " ms ago)";
  }

  private static String duration(long millis) {
    return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
  }
}
