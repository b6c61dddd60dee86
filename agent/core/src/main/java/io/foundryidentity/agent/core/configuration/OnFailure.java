package io.foundryidentity.agent.core.configuration;

/** What happens to a request when no token is available. */
public enum OnFailure {
  /** It is sent as the application wrote it. */
  PASS,
  /** It ends with an exception that says why. */
  FAIL
}
