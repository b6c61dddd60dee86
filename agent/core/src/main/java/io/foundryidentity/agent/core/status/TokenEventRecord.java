package io.foundryidentity.agent.core.status;

import io.foundryidentity.agent.core.token.TokenEvents;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Adds each change of a token cache to the recent events, after the log has got it. */
public final class TokenEventRecord implements TokenEvents {

  private final TokenEvents log;
  private final RecentEvents recent;

  public TokenEventRecord(TokenEvents log, RecentEvents recent) {
    this.log = log;
    this.recent = recent;
  }

  @Override
  public void gotToken(String cache, long expiresAtMillis, long refreshAtMillis) {
    log.gotToken(cache, expiresAtMillis, refreshAtMillis);
    recent.add("new token, expires at " + time(expiresAtMillis) + ": " + cache);
  }

  @Override
  public void recovered(String cache, long expiresAtMillis, int failures) {
    log.recovered(cache, expiresAtMillis, failures);
    recent.add(
        "new token after "
            + failures
            + (failures == 1 ? " failure" : " failures")
            + ", expires at "
            + time(expiresAtMillis)
            + ": "
            + cache);
  }

  @Override
  public void failed(String cache, String reason, long servedUntilMillis) {
    log.failed(cache, reason, servedUntilMillis);
    String what =
        servedUntilMillis == 0
            ? "no token: "
            : "refresh failed, the current token is used until " + time(servedUntilMillis) + ": ";
    recent.add(what + cache + ": " + reason);
  }

  @Override
  public void ranOut(String cache, String reason) {
    log.ranOut(cache, reason);
    recent.add("the token expired and there is no other: " + cache + ": " + reason);
  }

  /** Not a recent event, as nothing has changed. */
  @Override
  public void sameToken(String cache, long askAgainAtMillis) {
    log.sameToken(cache, askAgainAtMillis);
  }

  private static Instant time(long epochMillis) {
    return Instant.ofEpochMilli(epochMillis).truncatedTo(ChronoUnit.SECONDS);
  }
}
