package io.foundryidentity.agent.runtime;

import io.foundryidentity.agent.core.token.Clock;
import io.foundryidentity.agent.core.token.Identity;
import io.foundryidentity.agent.core.token.Scheduler;
import io.foundryidentity.agent.core.token.TokenCache;
import io.foundryidentity.agent.core.token.TokenEvents;
import io.foundryidentity.agent.core.token.TokenSourceFactory;
import io.foundryidentity.agent.core.token.TokenStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** One cache for each identity and scope, shared by all targets that need it. */
final class TokenCaches {

  private static final long FAREWELL = 60_000;

  private final TokenSourceFactory sources;
  private final Clock clock;
  private final Scheduler scheduler;
  private final TokenEvents events;
  private final Map<Identity, Map<String, TokenCache>> caches = new LinkedHashMap<>();

  TokenCaches(TokenSourceFactory sources, Clock clock, Scheduler scheduler, TokenEvents events) {
    this.sources = sources;
    this.clock = clock;
    this.scheduler = scheduler;
    this.events = events;
  }

  synchronized TokenCache of(Identity identity, String scope) {
    return caches
        .computeIfAbsent(identity, unseen -> new LinkedHashMap<>())
        .computeIfAbsent(
            scope,
            unseen ->
                new TokenCache(
                    identity + " for " + scope,
                    sources.create(identity, scope),
                    clock,
                    scheduler,
                    () -> ThreadLocalRandom.current().nextDouble(),
                    events));
  }

  /**
   * Keeps only the caches of these identities. The others are closed a little later, as requests
   * that have started may still use them.
   */
  @SuppressWarnings("FutureReturnValueIgnored") // closing a cache cannot fail
  synchronized void retain(Set<Identity> identities) {
    List<TokenCache> ended = new ArrayList<>();
    caches.forEach(
        (identity, ofScopes) -> {
          if (!identities.contains(identity)) {
            ended.addAll(ofScopes.values());
          }
        });
    caches.keySet().retainAll(identities);
    if (!ended.isEmpty()) {
      scheduler.schedule(() -> ended.forEach(TokenCache::close), FAREWELL);
    }
  }

  synchronized List<TokenStatus> status() {
    List<TokenStatus> all = new ArrayList<>();
    for (Map<String, TokenCache> scopes : caches.values()) {
      for (TokenCache cache : scopes.values()) {
        all.add(cache.status());
      }
    }
    return all;
  }
}
