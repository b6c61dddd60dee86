package io.foundryidentity.agent.core.token;

import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes each change of a cache's state as one line of the agent's log. If several caches fail for
 * the same reason, the first one's line speaks for all of them, and the line of the first that has
 * a token again names the others.
 */
public final class TokenLog implements TokenEvents {

  private static final Logger log = LoggerFactory.getLogger(TokenLog.class);

  private final SharedFailures failures = new SharedFailures();

  @Override
  public void gotToken(String cache, long expiresAtMillis, long refreshAtMillis) {
    failures.ended(cache);
    log.info(
        "{}: got a token that expires at {}; refresh is due at {}",
        cache,
        time(expiresAtMillis),
        time(refreshAtMillis));
  }

  @Override
  public void recovered(String cache, long expiresAtMillis, int attempts) {
    List<String> others = failures.ended(cache);
    log.info(
        "{}: got a token that expires at {}, after failures: {}{}",
        cache,
        time(expiresAtMillis),
        attempts,
        others.isEmpty() ? "" : "; no new token yet: " + String.join(", ", others));
  }

  @Override
  public void failed(String cache, String reason, long servedUntilMillis) {
    if (servedUntilMillis == 0) {
      tell(cache, "no token: " + reason, "");
    } else {
      String until = "; the current one is used until " + time(servedUntilMillis);
      tell(cache, "no new token: " + reason, until);
    }
  }

  @Override
  public void ranOut(String cache, String reason) {
    tell(cache, "the token expired and no new one is available: " + reason, "");
  }

  private void tell(String cache, String text, String until) {
    if (failures.isNew(text, cache)) {
      log.warn("{}: {}{}", cache, text, until);
    } else {
      log.debug("{}: {}{}", cache, text, until);
    }
  }

  @Override
  public void sameToken(String cache, long askAgainAtMillis) {
    log.debug(
        "{}: asked for a new token, got the current one again; next attempt at {}",
        cache,
        time(askAgainAtMillis));
  }

  private static Instant time(long epochMillis) {
    return Instant.ofEpochMilli(epochMillis);
  }
}
