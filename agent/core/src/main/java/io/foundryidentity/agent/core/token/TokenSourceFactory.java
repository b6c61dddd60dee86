package io.foundryidentity.agent.core.token;

/** Makes the source of one identity's tokens for one scope. */
public interface TokenSourceFactory {

  /** Cheap: nothing is asked of the network before {@link TokenSource#fetch}. */
  TokenSource create(Identity identity, String scope);
}
