package io.foundryidentity.agent.runtime;

import io.foundryidentity.agent.core.configuration.Configuration;
import io.foundryidentity.agent.core.configuration.ExistingBearer;
import io.foundryidentity.agent.core.configuration.KeyHeaders;
import io.foundryidentity.agent.core.configuration.OnFailure;
import io.foundryidentity.agent.core.configuration.Rule;
import io.foundryidentity.agent.core.connection.Connector;
import io.foundryidentity.agent.core.connection.ProxyLookup;
import io.foundryidentity.agent.core.diagnosis.TargetProbe;
import io.foundryidentity.agent.core.request.AuthorizationPolicy;
import io.foundryidentity.agent.core.request.AuthorizedTarget;
import io.foundryidentity.agent.core.request.RefusalExplainer;
import io.foundryidentity.agent.core.request.TargetLookup;
import io.foundryidentity.agent.core.request.UncoveredHosts;
import io.foundryidentity.agent.core.status.RecentEvents;
import io.foundryidentity.agent.core.status.TargetStatus;
import io.foundryidentity.agent.core.status.TokenEventRecord;
import io.foundryidentity.agent.core.targets.Target;
import io.foundryidentity.agent.core.targets.TargetTable;
import io.foundryidentity.agent.core.token.Clock;
import io.foundryidentity.agent.core.token.Identity;
import io.foundryidentity.agent.core.token.Scheduler;
import io.foundryidentity.agent.core.token.TokenLog;
import io.foundryidentity.agent.core.token.TokenSourceFactory;
import io.foundryidentity.agent.core.token.TokenStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The configured targets with their token caches, behind the one lookup. */
final class ConfiguredTargets {

  private static final TargetTable<AuthorizedTarget> EMPTY =
      TargetTable.of(Collections.emptyList(), Collections.emptyList());

  private final TokenCaches caches;
  private final Clock clock;
  private final Scheduler scheduler;
  private final RecentEvents recent;
  private final TargetLookup lookup = new TargetLookup(EMPTY, new String[0]);
  private volatile List<AuthorizedTarget> targets = Collections.emptyList();

  private ConfiguredTargets(
      TokenCaches caches, Clock clock, Scheduler scheduler, RecentEvents recent) {
    this.caches = caches;
    this.clock = clock;
    this.scheduler = scheduler;
    this.recent = recent;
  }

  static ConfiguredTargets of(
      Configuration configuration,
      TokenSourceFactory sources,
      Scheduler scheduler,
      RecentEvents recent) {
    Clock clock = Clock.system();
    ConfiguredTargets configured =
        new ConfiguredTargets(
            new TokenCaches(
                sources, clock, scheduler, new TokenEventRecord(new TokenLog(), recent)),
            clock,
            scheduler,
            recent);
    configured.use(configuration);
    return configured;
  }

  /** Replaces the configuration. Identities that are in both keep their tokens. */
  void use(Configuration configuration) {
    AuthorizationPolicy policy =
        new AuthorizationPolicy(
            configuration.onFailure() == OnFailure.FAIL,
            configuration.tokenWaitMillis(),
            configuration.existingBearer() == ExistingBearer.KEEP,
            configuration.dryRun());
    List<Target> names = new ArrayList<>();
    List<AuthorizedTarget> all = new ArrayList<>();
    Set<Identity> identities = new HashSet<>();
    for (Rule rule : configuration.rules()) {
      identities.add(rule.identity());
      for (Target target : rule.targets()) {
        names.add(target);
        all.add(
            new AuthorizedTarget(
                target,
                rule.scope(),
                policy,
                scope -> caches.of(rule.identity(), scope),
                clock,
                new RefusalExplainer(
                    target, rule, ConfiguredTargets::probe, scheduler, clock, recent::add)));
      }
    }
    lookup.use(
        TargetTable.of(names, all),
        KeyHeaders.without(configuration.keepHeaders()).toArray(new String[0]),
        configuration.enabled()
            ? new UncoveredHosts(configuration.rules())
            : UncoveredHosts.silent());
    targets = all;
    caches.retain(identities);
  }

  /** Asks a target that refuses requests why. */
  private static TargetProbe probe() {
    Duration limit = Duration.ofSeconds(10);
    return new TargetProbe(new Connector(new ProxyLookup(System.getenv()), limit, limit));
  }

  TargetLookup lookup() {
    return lookup;
  }

  void prefetch() {
    for (AuthorizedTarget target : targets) {
      target.prefetch();
    }
  }

  /** In the order in which they were configured. */
  List<TargetStatus> targetStatus() {
    List<TargetStatus> all = new ArrayList<>();
    for (AuthorizedTarget target : targets) {
      all.add(target.status());
    }
    return all;
  }

  List<TokenStatus> tokenStatus() {
    return caches.status();
  }
}
