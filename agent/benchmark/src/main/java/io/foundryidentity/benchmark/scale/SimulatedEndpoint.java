package io.foundryidentity.benchmark.scale;

import io.foundryidentity.agent.core.token.BearerToken;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An identity endpoint with limits, which can fail for some time. */
final class SimulatedEndpoint {

  private static final long LEAST_MILLIS = 50;
  private static final long MOST_MILLIS = 150;
  private static final long REFUSAL_MILLIS = 2;

  /**
   * @param status of HTTP
   * @param retryAfter milliseconds; 0 if it does not say
   */
  record Answer(int status, long retryAfter, @Nullable BearerToken token) {}

  private final SimulatedTime time;
  private final SplittableRandom random;
  private final EndpointRules rules;
  private final RequestCounts counts;
  private final Deque<Long> accepted = new ArrayDeque<>();
  private boolean limited = true;
  private boolean fails;
  private int underWay;
  private int issued;
  private @Nullable BearerToken shared;

  SimulatedEndpoint(
      SimulatedTime time, SplittableRandom random, EndpointRules rules, RequestCounts counts) {
    this.time = time;
    this.random = random;
    this.rules = rules;
    this.counts = counts;
  }

  /** Whether it refuses what is too much. */
  void limited(boolean on) {
    limited = on;
  }

  /** Whether it answers 503. */
  void fails(boolean on) {
    fails = on;
  }

  void ask(Consumer<Answer> caller) {
    while (!accepted.isEmpty() && time.now() - accepted.getFirst() >= SimulatedTime.SECOND) {
      accepted.removeFirst();
    }
    boolean refused =
        !fails && limited && (accepted.size() >= rules.perSecond() || underWay >= rules.atOnce());
    counts.add(time.now(), refused);
    if (fails || refused) {
      Answer answer = new Answer(fails ? 503 : 429, fails ? 0 : rules.retryAfter(), null);
      time.after(REFUSAL_MILLIS, () -> caller.accept(answer));
      return;
    }
    accepted.addLast(time.now());
    underWay++;
    time.after(
        random.nextLong(LEAST_MILLIS, MOST_MILLIS + 1),
        () -> {
          underWay--;
          caller.accept(new Answer(200, 0, token()));
        });
  }

  private BearerToken token() {
    long wall = time.epochMillis();
    BearerToken kept = shared;
    if (kept != null && wall < kept.expiresAtMillis() - rules.keptUntil()) {
      return kept;
    }
    long refresh = rules.refreshIn() == 0 ? 0 : wall + rules.refreshIn();
    BearerToken token = new BearerToken("t" + issued++, wall + rules.life(), refresh);
    shared = rules.keptUntil() == 0 ? null : token;
    return token;
  }
}
