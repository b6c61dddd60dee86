package io.foundryidentity.agent.instrumentation.copilotsdk;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One session with authorized providers, as one call has sent it to the program. */
final class CliSession {

  private final Map<String, AuthorizedProvider> providers = new LinkedHashMap<>();
  private @Nullable AuthorizedProvider lastAsked;
  private @Nullable SessionCall toRepeat;

  /** The same session, for a call that adds providers. */
  synchronized CliSession copy() {
    CliSession copy = new CliSession();
    copy.providers.putAll(providers);
    copy.lastAsked = lastAsked;
    copy.toRepeat = toRepeat;
    return copy;
  }

  synchronized void add(String name, AuthorizedProvider provider) {
    providers.put(name, provider);
    lastAsked = provider;
  }

  /** Keeps the call that sends a token to the program, to send the next token with it. */
  synchronized void repeat(SessionCall call) {
    toRepeat = call;
  }

  synchronized @Nullable SessionCall toRepeat() {
    return toRepeat;
  }

  /** The provider that the program requests a token for. */
  synchronized @Nullable AuthorizedProvider asked(@Nullable String name) {
    AuthorizedProvider provider = name == null ? null : providers.get(name);
    if (provider != null) {
      lastAsked = provider;
    }
    return provider;
  }

  /** A model request was answered 401; its provider is not known, so it is the last token's. */
  synchronized void refused() {
    if (lastAsked != null) {
      lastAsked.refused();
    }
  }

  void close() {
    closeBut(null);
  }

  /** Closes the providers that the other session does not have. */
  void closeBut(@Nullable CliSession other) {
    Map<String, AuthorizedProvider> kept = other == null ? Map.of() : other.providers();
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

  private synchronized Map<String, AuthorizedProvider> providers() {
    return new LinkedHashMap<>(providers);
  }

  @Override
  public String toString() {
    return providers().values().stream()
        .map(AuthorizedProvider::toString)
        .collect(Collectors.joining(", "));
  }
}
