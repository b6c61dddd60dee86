package io.foundryidentity.agent.instrumentation.copilotsdk;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One session with authorized providers, as one call has sent it to the program. */
final class CliSession {

  private final Map<String, AuthorizedProvider> providers = new LinkedHashMap<>();

  /** The names under which the program knows that this connection answers for the session. */
  private final Set<String> registered = new LinkedHashSet<>();

  private @Nullable AuthorizedProvider lastAsked;
  private @Nullable SessionCall description;
  private boolean inTurn;
  private boolean hadTurn;

  /** The same session, for a call that changes its providers. */
  synchronized CliSession copy(boolean withProviders) {
    CliSession copy = new CliSession();
    if (withProviders) {
      copy.providers.putAll(providers);
      copy.lastAsked = lastAsked;
    }
    copy.registered.addAll(registered);
    copy.description = description;
    copy.inTurn = inTurn;
    copy.hadTurn = hadTurn;
    return copy;
  }

  synchronized void add(String name, AuthorizedProvider provider) {
    providers.put(name, provider);
    lastAsked = provider;
  }

  /** The application has replaced this provider by one of its own. */
  synchronized void forget(String name) {
    if (providers.remove(name) == lastAsked) {
      lastAsked = null;
    }
  }

  /** Keeps what describes the session, to send it to the program again. */
  synchronized void describe(@Nullable SessionCall call) {
    description = call;
  }

  synchronized @Nullable SessionCall description() {
    return description;
  }

  /** The program will request tokens for these names from this connection. */
  synchronized void register(Set<String> names) {
    registered.addAll(names);
  }

  synchronized boolean isRegistered(String name) {
    return registered.contains(name);
  }

  /** Whether the program requests tokens under a name for which it knows no connection yet. */
  synchronized boolean mustRegister() {
    return providers.entrySet().stream()
        .anyMatch(each -> each.getValue().asksBack() && !registered.contains(each.getKey()));
  }

  /** Whether the program must get the next token with another description. */
  synchronized boolean isTold() {
    return description != null && hasTold();
  }

  /** Whether the program got a token of a provider. */
  synchronized boolean hasTold() {
    return providers.values().stream().anyMatch(AuthorizedProvider::isToldTokens);
  }

  synchronized void turn(boolean begins) {
    inTurn = begins;
    hadTurn |= begins;
  }

  /** Whether the program has something of it that can be loaded again. */
  synchronized boolean hadTurn() {
    return hadTurn;
  }

  synchronized boolean isInTurn() {
    return inTurn;
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
      description = null;
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
