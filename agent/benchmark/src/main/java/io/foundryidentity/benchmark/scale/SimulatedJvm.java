package io.foundryidentity.benchmark.scale;

import io.foundryidentity.agent.core.token.BearerToken;
import io.foundryidentity.agent.core.token.Pacing;
import io.foundryidentity.agent.core.token.Scheduler;
import io.foundryidentity.agent.core.token.TokenCache;
import io.foundryidentity.agent.core.token.TokenEvents;
import io.foundryidentity.agent.core.token.TokenSource;
import io.foundryidentity.agent.core.token.TokenSourceException;
import java.util.List;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * One JVM: the agent's own {@link TokenCache} and its rules for the requests of a fetch. Its
 * application always needs a token.
 *
 * <p>A fetch of the cache blocks its thread. Here the requests are made first, as events, and then
 * the cache's task runs and gets their result at once. The cache cannot notice this: it reads the
 * clock before and after.
 */
final class SimulatedJvm implements Scheduler, TokenSource, TokenEvents {

  /** The limit of one fetch in agent/azure. */
  private static final long LONGEST_FETCH = 75 * SimulatedTime.SECOND;

  private static final long NEVER = -1;

  private final SimulatedTime time;
  private final SimulatedEndpoint endpoint;
  private final FetchRules rules;
  private final TokenCache cache;

  private SimulatedEndpoint.@Nullable Answer last;
  private long startedAt = NEVER;
  private long firstTokenAt = NEVER;
  private long allowedAt;
  private boolean withoutToken = true;
  private int ends;
  private int early;

  SimulatedJvm(SimulatedTime time, SimulatedEndpoint endpoint, FetchRules rules, Pacing pacing) {
    this.time = time;
    this.endpoint = endpoint;
    this.rules = rules;
    this.cache = new TokenCache("simulated", this, time, this, pacing, this);
  }

  /** Its first request to a target. */
  void start() {
    startedAt = time.now();
    cache.current();
  }

  void stop() {
    cache.close();
  }

  /** From the start to the first token in milliseconds; -1 if there was none yet. */
  long firstToken() {
    return firstTokenAt == NEVER ? NEVER : firstTokenAt - startedAt;
  }

  boolean hasToken() {
    return !withoutToken;
  }

  /** How often a token ended before there was another one. */
  int ends() {
    return ends;
  }

  /** How many requests it sent before the wait was over for which the endpoint had asked. */
  int early() {
    return early;
  }

  @Override
  public void execute(Runnable task) {
    request(task, 0, time.now() + LONGEST_FETCH);
  }

  private void request(Runnable task, int tried, long end) {
    if (time.now() < allowedAt) {
      early++;
    }
    endpoint.ask(
        answer -> {
          last = answer;
          if (answer.retryAfter() > 0) {
            allowedAt = time.now() + answer.retryAfter();
          }
          long pause =
              answer.token() == null ? rules.pause(tried, answer.retryAfter()) : FetchRules.END;
          if (pause == FetchRules.END) {
            end(task);
          } else if (time.now() + pause >= end) {
            time.at(end, () -> end(task));
          } else {
            time.after(pause, () -> request(task, tried + 1, end));
          }
        });
  }

  private void end(Runnable task) {
    task.run();
    if (cache.current() != null) {
      withoutToken = false;
      firstTokenAt = firstTokenAt == NEVER ? time.now() : firstTokenAt;
    }
  }

  @Override
  public Future<?> schedule(Runnable task, long delayMillis) {
    return time.timer(delayMillis, task);
  }

  @Override
  public BearerToken fetch() throws TokenSourceException {
    SimulatedEndpoint.Answer answer = last;
    if (answer == null || answer.token() == null) {
      throw TokenSourceException.after(
          List.of(),
          "no token",
          answer == null || !rules.tellsRetryAfter() ? 0 : answer.retryAfter());
    }
    return answer.token();
  }

  @Override
  public void gotToken(String name, long expiresAtMillis, long refreshAtMillis) {
    lookAtTheEnd(expiresAtMillis);
  }

  @Override
  public void recovered(String name, long expiresAtMillis, int failures) {
    lookAtTheEnd(expiresAtMillis);
  }

  /** The cache serves a token until half a minute before its expiry, or to the expiry itself. */
  private void lookAtTheEnd(long expiresAtMillis) {
    long left = expiresAtMillis - time.epochMillis();
    for (long end : new long[] {left - 30 * SimulatedTime.SECOND, left}) {
      time.after(
          end + 1,
          () -> {
            if (hasToken() && cache.current() == null) {
              ends++;
              withoutToken = true;
            }
          });
    }
  }

  @Override
  public void ranOut(String name, String reason) {}

  @Override
  public void failed(String name, String reason, long servedUntilMillis) {}

  @Override
  public void sameToken(String name, long askAgainAtMillis) {}
}
