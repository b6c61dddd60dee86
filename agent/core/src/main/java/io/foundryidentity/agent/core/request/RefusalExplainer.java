package io.foundryidentity.agent.core.request;

import io.foundryidentity.agent.core.configuration.Rule;
import io.foundryidentity.agent.core.diagnosis.Asked;
import io.foundryidentity.agent.core.diagnosis.Cause;
import io.foundryidentity.agent.core.diagnosis.Explanation;
import io.foundryidentity.agent.core.diagnosis.Refusal;
import io.foundryidentity.agent.core.diagnosis.RefusalDiagnosis;
import io.foundryidentity.agent.core.diagnosis.TargetProbe;
import io.foundryidentity.agent.core.diagnosis.TokenClaims;
import io.foundryidentity.agent.core.target.Target;
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
 * Says once for each cause why a target refuses what is signed with a good token.
 *
 * <p>The answer that the application got says why, in a body that is the application's to read:
 * most clients cannot be made to show it without taking it away. So the agent asks the target
 * itself, one harmless question on a connection of its own and a thread of its own, and explains
 * the answer to that.
 *
 * <p>It asks only after a refusal, and rarely: not before {@link #FIRST_REST} is over, then after
 * ever longer pauses while there is nothing new to tell. A target that answers the question well
 * forbade the one request and not the identity; after a 401 that is told only when it happens
 * again, as the token may just have been replaced.
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
  private final Consumer<String> log;

  private final Set<Cause> told = Collections.synchronizedSet(EnumSet.noneOf(Cause.class));
  private final AtomicLong asksFrom = new AtomicLong(Long.MIN_VALUE);
  private volatile long rest = FIRST_REST;
  private volatile boolean passedBefore;

  /**
   * Public for the isolated side's wiring.
   *
   * @param probe asked for with the first refusal: most JVMs never see one
   */
  public RefusalExplainer(
      Target target, Rule rule, Supplier<TargetProbe> probe, Scheduler scheduler, Clock clock) {
    this(target, rule, probe, scheduler, clock, LOG::warn);
  }

  RefusalExplainer(
      Target target,
      Rule rule,
      Supplier<TargetProbe> probe,
      Scheduler scheduler,
      Clock clock,
      Consumer<String> log) {
    this.target = target;
    this.log = log;
    this.rule = rule;
    this.probe = probe;
    this.scheduler = scheduler;
    this.clock = clock;
  }

  /**
   * Notes a refusal, on the application's thread: takes no time and throws nothing.
   *
   * @param host that the request went to
   * @param path of the request
   * @param question the path to ask for: one that is this target's
   * @param token gives the token at hand, or null
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
    String keyPrefix = rule.name().equals(Rule.DEFAULT) ? "" : "rule." + rule.name() + ".";
    return new Asked(host, path, scope, keyPrefix, rule.identity(), null);
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
      // Why there is none is told by its cache.
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
      log.accept(target + " answers " + status + ": " + why.line());
    } else {
      rest = Math.min(LONGEST_REST, rest * 2);
    }
  }
}
