package io.foundryidentity.agent.instrumentation.copilotsdk;

import io.foundryidentity.agent.bootstrap.FailurePolicyException;
import io.foundryidentity.agent.bootstrap.RequestTarget;
import io.foundryidentity.agent.bootstrap.RequestTargets;
import io.foundryidentity.agent.instrumentation.support.GatewayRoute;
import org.jspecify.annotations.Nullable;

/** The tokens that one session gets for a provider, and how it gets them. */
final class AuthorizedProvider {

  private static final String BEARER = "Bearer ";

  private final Provider provider;
  private final SignInWay way;
  private final RequestTargets targets;
  private final @Nullable GatewayRoute route;
  private volatile @Nullable String given;

  /** The refused token; stored for later, as the thread that learns of it must not wait. */
  private volatile @Nullable String refused;

  /**
   * @param route the route of its requests, if they go over this JVM's gateway
   */
  AuthorizedProvider(
      Provider provider, SignInWay way, RequestTargets targets, @Nullable GatewayRoute route) {
    this.provider = provider;
    this.way = way;
    this.targets = targets;
    this.route = route;
  }

  /**
   * The token for the next request; waits for it. If the last one was refused, requests another one
   * first, once.
   *
   * @return null if there is none
   */
  synchronized @Nullable String next() throws FailurePolicyException {
    String unwanted = refused;
    refused = null;
    RequestTarget target =
        targets.find(provider.scheme(), provider.host(), provider.port(), provider.path());
    if (unwanted != null && target != null) {
      target.refused(provider.host(), provider.path(), unwanted, Long.MAX_VALUE);
    }
    String next = target == null ? null : target.authorizeInTime(provider.path());
    given = next;
    return next == null || !next.startsWith(BEARER) ? null : next.substring(BEARER.length());
  }

  /** {@link #next}, or null if that is the last one again. */
  synchronized @Nullable String news() throws FailurePolicyException {
    String before = given;
    String token = next();
    return before != null && before.equals(given) ? null : token;
  }

  /** Why {@link #next} has no token, in words for whoever reads the turn's error. */
  String reason() {
    RequestTarget target =
        targets.find(provider.scheme(), provider.host(), provider.port(), provider.path());
    return target == null
        ? "foundry-identity: no token for " + provider + ": it is not a target any more"
        : target.explainNoToken(provider.path());
  }

  /** Whether its tokens may be sent to a provider. */
  boolean isFor(Provider other) {
    return provider.hasUrlOf(other);
  }

  boolean asksBack() {
    return way.asksBack();
  }

  boolean isToldTokens() {
    return way == SignInWay.AT_CREATION;
  }

  /** To be called when the target has answered 401 to the last token. */
  void refused() {
    refused = given;
  }

  /** Closes its route. */
  void close() {
    if (route != null) {
      route.close();
    }
  }

  @Override
  public String toString() {
    return provider + " by " + way;
  }
}
