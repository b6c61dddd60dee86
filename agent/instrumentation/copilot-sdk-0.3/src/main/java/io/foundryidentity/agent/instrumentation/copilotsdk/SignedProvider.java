package io.foundryidentity.agent.instrumentation.copilotsdk;

import io.foundryidentity.agent.bootstrap.FailurePolicyException;
import io.foundryidentity.agent.bootstrap.RequestAuthorizer;
import io.foundryidentity.agent.instrumentation.support.LoopbackRoute;
import org.jspecify.annotations.Nullable;

/** A provider's tokens, as one session gets them, and the way it gets them. */
final class SignedProvider {

  private static final String BEARER = "Bearer ";

  private final Provider provider;
  private final SignInWay way;
  private final RequestAuthorizer authorizer;
  private final @Nullable LoopbackRoute route;
  private volatile @Nullable String given;

  /** What was given when a refusal was heard; whoever hears of one must not wait for a token. */
  private volatile @Nullable String refused;

  /**
   * @param route by which its requests come, where they come to this JVM
   */
  SignedProvider(
      Provider provider,
      SignInWay way,
      RequestAuthorizer authorizer,
      @Nullable LoopbackRoute route) {
    this.provider = provider;
    this.way = way;
    this.authorizer = authorizer;
    this.route = route;
  }

  /**
   * The token for the next request; waits for it. Where the last one was refused, this asks once
   * for another first.
   *
   * @return null where there is none
   */
  synchronized @Nullable String next() throws FailurePolicyException {
    String unwanted = refused;
    refused = null;
    if (unwanted != null) {
      authorizer.refused(
          provider.scheme(), provider.host(), provider.port(), provider.path(), unwanted, true);
    }
    String next =
        authorizer.authorize(
            provider.scheme(), provider.host(), provider.port(), provider.path(), null, true);
    given = next;
    return next == null || !next.startsWith(BEARER) ? null : next.substring(BEARER.length());
  }

  /** {@link #next}, or null where that is the one that was given last. */
  synchronized @Nullable String news() throws FailurePolicyException {
    String before = given;
    String token = next();
    return before != null && before.equals(given) ? null : token;
  }

  boolean isToldTokens() {
    return way == SignInWay.AT_CREATION;
  }

  /** The target answered 401 to what was given last. */
  void refused() {
    refused = given;
  }

  /** Nothing comes by its route any more. */
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
