package io.foundryidentity.agent.core.configuration;

/** What happens to a bearer token that the application itself set in a request. */
public enum ExistingBearer {
  /** The agent's token replaces it. */
  REPLACE,
  /** A JWT stays; a key that is sent as a bearer token is still replaced. */
  KEEP
}
