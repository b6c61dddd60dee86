package io.foundryidentity.agent.instrumentation.copilotsdk;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One session with providers that are signed in, as one call told the program of it. */
final class CliSession {

  private final Map<String, SignedProvider> providers = new LinkedHashMap<>();
  private @Nullable SignedProvider lastAsked;
  private @Nullable SessionCall toRepeat;

  /** The same session, for a call that tells of more providers. */
  synchronized CliSession copy() {
    CliSession copy = new CliSession();
    copy.providers.putAll(providers);
    copy.lastAsked = lastAsked;
    copy.toRepeat = toRepeat;
    return copy;
  }

  synchronized void add(String name, SignedProvider provider) {
    providers.put(name, provider);
    lastAsked = provider;
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

  void close() {
    closeBut(null);
  }

  /** Ends what this session had and the other one has not. */
  void closeBut(@Nullable CliSession other) {
    Map<String, SignedProvider> kept = other == null ? Map.of() : other.providers();
    providers()
        .forEach(
            (name, provider) -> {
              if (kept.get(name) != provider) {
                provider.close();
              }
            });
    synchronized (this) {
      toRepeat = null;
    }
  }

  private synchronized Map<String, SignedProvider> providers() {
    return new LinkedHashMap<>(providers);
  }

  @Override
  public String toString() {
    return providers().values().stream()
        .map(SignedProvider::toString)
        .collect(Collectors.joining(", "));
  }
}
