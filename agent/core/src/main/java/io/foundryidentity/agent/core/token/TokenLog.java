package io.foundryidentity.agent.core.token;

import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes each change of a cache's state as one line of the agent's log. */
public final class TokenLog implements TokenEvents {

  private static final Logger log = LoggerFactory.getLogger(TokenLog.class);

  @Override
  public void gotToken(String cache, long expiresAtMillis, long refreshAtMillis) {
    log.info(
        "{}: got a token that expires at {}; refresh is due at {}",
        cache,
        time(expiresAtMillis),
        time(refreshAtMillis));
  }

  @Override
  public void recovered(String cache, long expiresAtMillis, int failures) {
    log.info(
        "{}: got a token that expires at {}, after failures: {}",
        cache,
        time(expiresAtMillis),
        failures);
  }

  @Override
  public void failed(String cache, String reason, long servedUntilMillis) {
    if (servedUntilMillis == 0) {
      log.warn("{}: no token: {}", cache, reason);
    } else {
      log.warn(
          "{}: no new token: {}; the current one is used until {}",
          cache,
          reason,
          time(servedUntilMillis));
    }
  }

  @Override
  public void ranOut(String cache, String reason) {
    log.warn("{}: the token expired and no new one is available: {}", cache, reason);
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
