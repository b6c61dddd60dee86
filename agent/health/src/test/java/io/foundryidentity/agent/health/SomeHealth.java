package io.foundryidentity.agent.health;

import io.foundryidentity.agent.core.status.AgentStatus;
import io.foundryidentity.agent.core.status.ClientStatus;
import io.foundryidentity.agent.core.status.RecentEvents;
import io.foundryidentity.agent.core.status.TargetStatus;
import io.foundryidentity.agent.core.token.BearerToken;
import io.foundryidentity.agent.core.token.Clock;
import io.foundryidentity.agent.core.token.Scheduler;
import io.foundryidentity.agent.core.token.TokenCache;
import io.foundryidentity.agent.core.token.TokenLog;
import io.foundryidentity.agent.core.token.TokenSource;
import io.foundryidentity.agent.core.token.TokenSourceException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** A state of the agent as a test wants it; the token caches are real ones. */
final class SomeHealth {

  static final String SECRET = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.c2VjcmV0LXNpZ25hdHVyZQ";

  private static final long LIFE_MILLIS = 3_600_000;

  private final List<TargetStatus> targets = new ArrayList<>();
  private final List<TokenCache> caches = new ArrayList<>();
  private final List<ClientStatus> clients = new ArrayList<>();
  private final RecentEvents events = new RecentEvents(Clock.system());
  private boolean on = true;
  private @Nullable String failure;

  SomeHealth target(String url, boolean used, boolean usable) {
    targets.add(
        new TargetStatus(
            url, List.of("scope"), used, usable, new TargetStatus.Counts(5, 4, 3, 2, 1)));
    return this;
  }

  SomeHealth token(String cache) {
    return cache(
        cache,
        () ->
            new BearerToken(SECRET, System.currentTimeMillis() + LIFE_MILLIS, 0)
                .signedInBy("blueprint -> " + cache));
  }

  SomeHealth failedToken(String cache, String reason) {
    return cache(
        cache,
        () -> {
          throw new TokenSourceException(reason, new java.io.IOException(reason));
        });
  }

  SomeHealth idleToken(String name) {
    caches.add(cacheOf(name, () -> new BearerToken(SECRET, Long.MAX_VALUE, 0)));
    return this;
  }

  private SomeHealth cache(String name, TokenSource source) {
    TokenCache cache = cacheOf(name, source);
    cache.prefetch();
    caches.add(cache);
    return this;
  }

  private static TokenCache cacheOf(String name, TokenSource source) {
    return new TokenCache(name, source, Clock.system(), new AtOnce(), () -> 0, new TokenLog());
  }

  SomeHealth client(String name, @Nullable String leftAlone) {
    clients.add(new ClientStatus(name, "1.0", "file:/lib/client.jar", leftAlone));
    return this;
  }

  SomeHealth event(String text) {
    events.add(text);
    return this;
  }

  SomeHealth off() {
    on = false;
    return this;
  }

  SomeHealth notInstalled(String why) {
    failure = why;
    return this;
  }

  AgentHealth now() {
    return new AgentHealth(
        new AgentStatus(
            "1.2.3",
            on,
            false,
            null,
            targets,
            caches.stream().map(TokenCache::status).toList(),
            clients,
            List.of(),
            events.all()),
        failure);
  }

  /** Runs what is due, and forgets what is planned. */
  private static final class AtOnce implements Scheduler {

    @Override
    public void execute(Runnable task) {
      task.run();
    }

    @Override
    public Future<?> schedule(Runnable task, long delayMillis) {
      return new CompletableFuture<>();
    }
  }
}
