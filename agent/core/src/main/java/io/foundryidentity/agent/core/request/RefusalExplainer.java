package io.foundryidentity.agent.core.request;

import io.foundryidentity.agent.core.configuration.Rule;
import io.foundryidentity.agent.core.diagnosis.Asked;
import io.foundryidentity.agent.core.diagnosis.Cause;
import io.foundryidentity.agent.core.diagnosis.Explanation;
import io.foundryidentity.agent.core.diagnosis.Refusal;
import io.foundryidentity.agent.core.diagnosis.RefusalDiagnosis;
import io.foundryidentity.agent.core.diagnosis.TargetProbe;
import io.foundryidentity.agent.core.diagnosis.TokenClaims;
import io.foundryidentity.agent.core.targets.Target;
import io.foundryidentity.agent.core.token.BearerToken;
import io.foundryidentity.agent.core.token.Clock;
import io.foundryidentity.agent.core.token.Scheduler;
import java.io.IOException;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs once for each cause why a target refuses requests with a good token.
 *
 * <p>The reason is in the body of the answer, which the application must be able to read: in most
 * clients the agent cannot read it without taking it from the application. So the agent sends one
 * harmless request of its own to the target, on its own connection and thread, and explains the
 * answer to that.
 *
 * <p>It asks only after a refusal, and rarely: again after {@link #FIRST_REST} at the earliest, and
 * after longer and longer pauses while there is no new cause. If the target accepts the agent's
 * request, it has refused only the one request and not the identity. After a 401 this is logged
 * only when it happens again, as the token may have just been replaced.
 */
public final class RefusalExplainer {

  private static final Logger LOG = LoggerFactory.getLogger(RefusalExplainer.class);

  private static final long FIRST_REST = 5 * 60_000;
  private static final long LONGEST_REST = 60 * 60_000;

  private final Target target;
  private final Rule rule;
  private final Supplier<TargetProbe> probe;
  private final Scheduler scheduler;
  private final Clock clock;
  private final Consumer<String> events;

  private final Set<Cause> told = Collections.synchronizedSet(EnumSet.noneOf(Cause.class));
  private final AtomicLong asksFrom = new AtomicLong(Long.MIN_VALUE);
  private volatile long rest = FIRST_REST;
  private volatile boolean passedBefore;

  /**
   * Public for the runtime module, which creates it.
   *
   * @param probe called only when it is needed, as most JVMs never see a refusal
   * @param events gets each line that is logged
   */
  public RefusalExplainer(
      Target target,
      Rule rule,
      Supplier<TargetProbe> probe,
      Scheduler scheduler,
      Clock clock,
      Consumer<String> events) {
    this.target = target;
    this.events = events;
    this.rule = rule;
    this.probe = probe;
    this.scheduler = scheduler;
    this.clock = clock;
  }

  /**
   * Reports a refusal, on the application's thread: does not block and throws nothing.
   *
   * @param host the host that the request was sent to
   * @param path the path of the request
   * @param question the path for the agent's own request, which must belong to this target
   * @param token returns the current token, or null
   */
  void note(
      int status,
      String host,
      String path,
      String question,
      String scope,
      Supplier<@Nullable BearerToken> token) {
    long now = clock.monotonicMillis();
    long from = asksFrom.get();
    if (now >= from && asksFrom.compareAndSet(from, now + rest)) {
      Asked asked = asked(host, path, scope);
      scheduler.execute(() -> explain(status, asked, host, path, question, token));
    }
  }

  private Asked asked(String host, String path, String scope) {
    return new Asked(host, path, scope, rule.keyPrefix(), rule.identity(), null).ofRule(rule);
  }

  private void explain(
      int status,
      Asked asked,
      String host,
      String path,
      String question,
      Supplier<@Nullable BearerToken> token) {
    BearerToken held = token.get();
    if (held == null) {
      // The token cache logs why there is none.
      return;
    }
    Refusal answer;
    try {
      answer = probe.get().ask(target, host, question, held.authorization());
    } catch (IOException unreachable) {
      tell(
          status,
          RefusalDiagnosis.explainUnasked(
              status, String.valueOf(unreachable.getMessage()), target.toString()));
      return;
    }
    TokenClaims claims = TokenClaims.of(held.authorization());
    Explanation why;
    if (RefusalDiagnosis.isAccepted(answer)) {
      boolean again = passedBefore || status == 403;
      passedBefore = true;
      if (!again) {
        return;
      }
      why = RefusalDiagnosis.explainOne(status, path, question, claims, asked);
    } else {
      why = RefusalDiagnosis.explain(answer, claims, asked, clock.epochMillis());
    }
    tell(status, why);
  }

  private void tell(int status, Explanation why) {
    if (told.add(why.cause())) {
      rest = FIRST_REST;
      String line = target + " answers " + status + ": " + why.line();
      LOG.warn(line);
      events.accept(line);
    } else {
      rest = Math.min(LONGEST_REST, rest * 2);
    }
  }
}
