package io.foundryidentity.agent.core.token;

/** Creates the source of one identity's tokens for one scope. */
public interface TokenSourceFactory {

  /** Fast: uses no network before {@link TokenSource#fetch}. */
  TokenSource create(Identity identity, String scope);
}
