package io.foundryidentity.agent.runtime;

import io.foundryidentity.agent.bootstrap.RequestAuthorizer;
import io.foundryidentity.agent.core.configuration.Configuration;
import io.foundryidentity.agent.core.configuration.ExistingBearer;
import io.foundryidentity.agent.core.configuration.OnFailure;
import io.foundryidentity.agent.core.configuration.Rule;
import io.foundryidentity.agent.core.request.SignedTarget;
import io.foundryidentity.agent.core.request.SigningPolicy;
import io.foundryidentity.agent.core.request.TargetAuthorizer;
import io.foundryidentity.agent.core.target.Target;
import io.foundryidentity.agent.core.target.TargetTable;
import io.foundryidentity.agent.core.token.Clock;
import io.foundryidentity.agent.core.token.Scheduler;
import io.foundryidentity.agent.core.token.TokenSourceFactory;
import java.util.ArrayList;
import java.util.List;

/** The configured targets with their token caches, behind the one authorizer. */
final class Signing {

  private static final String[] KEY_HEADERS = {"api-key", "x-api-key", "ocp-apim-subscription-key"};

  private final TargetAuthorizer authorizer;
  private final List<SignedTarget> targets;

  private Signing(TargetAuthorizer authorizer, List<SignedTarget> targets) {
    this.authorizer = authorizer;
    this.targets = targets;
  }

  static Signing of(Configuration configuration, TokenSourceFactory sources, Scheduler scheduler) {
    SigningPolicy policy =
        new SigningPolicy(
            configuration.onFailure() == OnFailure.FAIL,
            configuration.tokenWaitMillis(),
            configuration.existingBearer() == ExistingBearer.KEEP,
            configuration.dryRun());
    Clock clock = Clock.system();
    TokenCaches caches = new TokenCaches(sources, clock, scheduler);
    List<Target> targets = new ArrayList<>();
    List<SignedTarget> signed = new ArrayList<>();
    for (Rule rule : configuration.rules()) {
      for (Target target : rule.targets()) {
        targets.add(target);
        signed.add(
            new SignedTarget(
                target, rule.scope(), policy, scope -> caches.of(rule.identity(), scope), clock));
      }
    }
    return new Signing(
        new TargetAuthorizer(
            TargetTable.of(targets, signed), keyHeaders(configuration.keepHeaders())),
        signed);
  }

  private static String[] keyHeaders(List<String> kept) {
    List<String> removed = new ArrayList<>();
    for (String header : KEY_HEADERS) {
      if (!kept.contains(header)) {
        removed.add(header);
      }
    }
    return removed.toArray(new String[0]);
  }

  RequestAuthorizer authorizer() {
    return authorizer;
  }

  void prefetch() {
    for (SignedTarget target : targets) {
      target.prefetch();
    }
  }
}
