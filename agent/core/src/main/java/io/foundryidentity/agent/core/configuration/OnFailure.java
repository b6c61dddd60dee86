package io.foundryidentity.agent.core.configuration;

/** What becomes of a request when no token is to be had. */
public enum OnFailure {
  /** It goes out as the application wrote it. */
  PASS,
  /** It ends with an exception that says why. */
  FAIL
}
