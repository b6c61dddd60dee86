package io.foundryidentity.agent.azure;

import io.foundryidentity.agent.core.token.PresentedAssertion;
import org.jspecify.annotations.Nullable;

/**
 * The last answer without a token that a credential got, to explain its failure.
 *
 * <p>The libraries lose the HTTP status of an answer on the way to their exception. One source
 * fetches one token at a time, so the last answer belongs to the credential that has just failed.
 */
final class LastAnswer {

  private volatile @Nullable IdentityAnswer answer;
  private volatile @Nullable PresentedAssertion presented;

  /** Before another request or credential, or if a request got no complete answer. */
  void forget() {
    answer = null;
    presented = null;
  }

  /** What the client assertion of the request under way says of itself; null if it has none. */
  void presents(@Nullable PresentedAssertion assertion) {
    presented = assertion;
  }

  @Nullable PresentedAssertion presented() {
    return presented;
  }

  void note(IdentityAnswer received) {
    answer = received.isToken() || received.isChallenge() ? null : received;
  }

  /** Null if the last request got no complete answer, or a token. */
  @Nullable IdentityAnswer get() {
    return answer;
  }
}
