package io.foundryidentity.agent.instrumentation.copilotsdk;

import io.foundryidentity.agent.bootstrap.FailurePolicyException;
import io.foundryidentity.agent.bootstrap.RequestAuthorizer;
import org.jspecify.annotations.Nullable;

/** A provider's tokens, as one session gets them, and the way it gets them. */
final class SignedProvider {

  private static final String BEARER = "Bearer ";

  private final Provider provider;
  private final SignInWay way;
  private final RequestAuthorizer authorizer;
  private @Nullable String given;
  private boolean refused;

  SignedProvider(Provider provider, SignInWay way, RequestAuthorizer authorizer) {
    this.provider = provider;
    this.way = way;
    this.authorizer = authorizer;
  }

  /**
   * The token for the next request; waits for it. Where the last one was refused, this asks once
   * for another first.
   *
   * @return null where there is none
   */
  synchronized @Nullable String next() throws FailurePolicyException {
    if (refused && given != null) {
      authorizer.refused(
          provider.scheme(), provider.host(), provider.port(), provider.path(), given, true);
    }
    refused = false;
    given =
        authorizer.authorize(
            provider.scheme(), provider.host(), provider.port(), provider.path(), null, true);
    return given == null || !given.startsWith(BEARER) ? null : given.substring(BEARER.length());
  }

  /** {@link #next}, or null where that is the one that was given last. */
  synchronized @Nullable String news() throws FailurePolicyException {
    String before = given;
    String token = next();
    return given != null && given.equals(before) ? null : token;
  }

  boolean isToldTokens() {
    return way == SignInWay.AT_CREATION;
  }

  /** The target answered 401 to what was given last. */
  synchronized void refused() {
    refused = true;
  }

  @Override
  public String toString() {
    return provider + " by " + way;
  }
}
