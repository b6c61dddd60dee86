package io.foundryidentity.agent.runtime;

import io.foundryidentity.agent.core.output.SafeText;
import io.foundryidentity.agent.core.status.StatusJson;
import io.foundryidentity.agent.core.token.Clock;
import io.foundryidentity.agent.core.token.TokenStatus;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** One token as an MXBean, read anew for each attribute. */
final class TokenBean implements TokenMXBean {

  private final RunningAgent agent;
  private final String cache;
  private final Clock clock;

  TokenBean(RunningAgent agent, String cache, Clock clock) {
    this.agent = agent;
    this.cache = cache;
    this.clock = clock;
  }

  @Override
  public String getToken() {
    return SafeText.line(cache);
  }

  @Override
  public String getState() {
    TokenStatus token = token();
    return token == null ? "closed" : StatusJson.state(token);
  }

  @Override
  public boolean isUsable() {
    TokenStatus token = token();
    return token != null && token.usable;
  }

  @Override
  public int getUsableNumber() {
    return isUsable() ? 1 : 0;
  }

  @Override
  public long getAgeSeconds() {
    return number(
        token -> token.refreshedAtMillis == 0 ? 0 : secondsUntilNow(token.refreshedAtMillis));
  }

  @Override
  public long getExpiresAtSeconds() {
    return number(token -> token.expiresAtMillis / 1000);
  }

  @Override
  public long getExpiresInSeconds() {
    return number(token -> Math.max(0, -secondsUntilNow(token.expiresAtMillis)));
  }

  @Override
  public long getFetchesSucceeded() {
    return number(token -> token.fetches.succeeded);
  }

  @Override
  public long getFetchesFailed() {
    return number(token -> token.fetches.failed);
  }

  @Override
  public long getFetchMillisTotal() {
    return number(token -> token.fetches.totalMillis);
  }

  @Override
  public long getLastFetchMillis() {
    return number(token -> token.fetches.lastMillis);
  }

  @Override
  public int getFailuresInARow() {
    TokenStatus token = token();
    return token == null ? 0 : token.failures;
  }

  @Override
  public @Nullable String getFailure() {
    TokenStatus token = token();
    return token == null || token.failure == null ? null : SafeText.line(token.failure);
  }

  @Override
  public @Nullable String getSignedInBy() {
    TokenStatus token = token();
    return token == null || token.signedInBy == null ? null : SafeText.line(token.signedInBy);
  }

  private long secondsUntilNow(long millis) {
    return (clock.epochMillis() - millis) / 1000;
  }

  private long number(ToLongFunction<TokenStatus> of) {
    TokenStatus token = token();
    return token == null ? 0 : of.applyAsLong(token);
  }

  /** Null if a reload has just taken it away. */
  private @Nullable TokenStatus token() {
    for (TokenStatus each : agent.tokens()) {
      if (each.cache.equals(cache)) {
        return each;
      }
    }
    return null;
  }
}
