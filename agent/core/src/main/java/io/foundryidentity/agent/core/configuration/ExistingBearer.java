package io.foundryidentity.agent.core.configuration;

/** What becomes of a bearer token that the application itself put into a request. */
public enum ExistingBearer {
  /** The agent's takes its place. */
  REPLACE,
  /** A JWT stays; a key in a bearer's place is still replaced. */
  KEEP
}
