package io.foundryidentity.agent.instrumentation.copilotsdk;

import io.foundryidentity.agent.instrumentation.support.LoopbackRoute;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One session with providers that are signed in. */
final class CliSession {

  private final Map<String, SignedProvider> providers = new LinkedHashMap<>();
  private final List<LoopbackRoute> routes = new ArrayList<>();
  private @Nullable SignedProvider lastAsked;
  private @Nullable SessionCall toRepeat;

  synchronized void add(String name, SignedProvider provider) {
    providers.put(name, provider);
    lastAsked = provider;
  }

  synchronized void add(LoopbackRoute route) {
    routes.add(route);
  }

  /** Keeps the call that tells the program of a token, for it is to be told of the next. */
  synchronized void repeat(SessionCall call) {
    toRepeat = call;
  }

  synchronized @Nullable SessionCall toRepeat() {
    return toRepeat;
  }

  /** The provider that the program needs a token for now. */
  synchronized @Nullable SignedProvider asked(@Nullable String name) {
    SignedProvider provider = name == null ? null : providers.get(name);
    if (provider != null) {
      lastAsked = provider;
    }
    return provider;
  }

  /** A model request was answered 401. Which provider's is not told: that of the last token. */
  synchronized void refused() {
    if (lastAsked != null) {
      lastAsked.refused();
    }
  }

  synchronized void close() {
    routes.forEach(LoopbackRoute::close);
    routes.clear();
    toRepeat = null;
  }

  @Override
  public synchronized String toString() {
    return providers.values().stream()
        .map(SignedProvider::toString)
        .collect(Collectors.joining(", "));
  }
}
