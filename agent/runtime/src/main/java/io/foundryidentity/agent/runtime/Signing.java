package io.foundryidentity.agent.runtime;

import io.foundryidentity.agent.core.configuration.Configuration;
import io.foundryidentity.agent.core.configuration.ExistingBearer;
import io.foundryidentity.agent.core.configuration.OnFailure;
import io.foundryidentity.agent.core.configuration.Rule;
import io.foundryidentity.agent.core.connection.Connector;
import io.foundryidentity.agent.core.connection.ProxyRoutes;
import io.foundryidentity.agent.core.diagnosis.TargetProbe;
import io.foundryidentity.agent.core.request.RefusalExplainer;
import io.foundryidentity.agent.core.request.SignedTarget;
import io.foundryidentity.agent.core.request.SigningPolicy;
import io.foundryidentity.agent.core.request.TargetAuthorizer;
import io.foundryidentity.agent.core.status.TargetStatus;
import io.foundryidentity.agent.core.target.Target;
import io.foundryidentity.agent.core.target.TargetTable;
import io.foundryidentity.agent.core.token.Clock;
import io.foundryidentity.agent.core.token.Identity;
import io.foundryidentity.agent.core.token.Scheduler;
import io.foundryidentity.agent.core.token.TokenSourceFactory;
import io.foundryidentity.agent.core.token.TokenStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The configured targets with their token caches, behind the one authorizer. */
final class Signing {

  private static final TargetTable<SignedTarget> EMPTY =
      TargetTable.of(Collections.emptyList(), Collections.emptyList());

  private static final String[] KEY_HEADERS = {"api-key", "x-api-key", "ocp-apim-subscription-key"};

  private final TokenCaches caches;
  private final Clock clock;
  private final Scheduler scheduler;
  private final TargetAuthorizer authorizer = new TargetAuthorizer(EMPTY, new String[0]);
  private volatile List<SignedTarget> targets = Collections.emptyList();

  private Signing(TokenCaches caches, Clock clock, Scheduler scheduler) {
    this.caches = caches;
    this.clock = clock;
    this.scheduler = scheduler;
  }

  static Signing of(Configuration configuration, TokenSourceFactory sources, Scheduler scheduler) {
    Clock clock = Clock.system();
    Signing signing = new Signing(new TokenCaches(sources, clock, scheduler), clock, scheduler);
    signing.use(configuration);
    return signing;
  }

  /** From now on by this configuration. Identities that are in both keep their tokens. */
  void use(Configuration configuration) {
    SigningPolicy policy =
        new SigningPolicy(
            configuration.onFailure() == OnFailure.FAIL,
            configuration.tokenWaitMillis(),
            configuration.existingBearer() == ExistingBearer.KEEP,
            configuration.dryRun());
    List<Target> where = new ArrayList<>();
    List<SignedTarget> signed = new ArrayList<>();
    Set<Identity> identities = new HashSet<>();
    for (Rule rule : configuration.rules()) {
      identities.add(rule.identity());
      for (Target target : rule.targets()) {
        where.add(target);
        signed.add(
            new SignedTarget(
                target,
                rule.scope(),
                policy,
                scope -> caches.of(rule.identity(), scope),
                clock,
                new RefusalExplainer(target, rule, Signing::probe, scheduler, clock)));
      }
    }
    authorizer.use(TargetTable.of(where, signed), keyHeaders(configuration.keepHeaders()));
    targets = signed;
    caches.retain(identities);
  }

  /** For the one question to a target that refuses. */
  private static TargetProbe probe() {
    Duration limit = Duration.ofSeconds(10);
    return new TargetProbe(new Connector(new ProxyRoutes(System.getenv()), limit, limit));
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

  TargetAuthorizer authorizer() {
    return authorizer;
  }

  void prefetch() {
    for (SignedTarget target : targets) {
      target.prefetch();
    }
  }

  /** In the order in which they were configured. */
  List<TargetStatus> targets() {
    List<TargetStatus> all = new ArrayList<>();
    for (SignedTarget target : targets) {
      all.add(target.status());
    }
    return all;
  }

  List<TokenStatus> tokens() {
    return caches.status();
  }
}
