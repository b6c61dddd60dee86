package io.foundryidentity.simulator;

/** Why Foundry accepted or refused a request. */
public enum Decision {
  PASSED,
  /** No token of this issuer: a key, no credential, or an invalid one. */
  NO_TOKEN,
  /** A valid token that has expired. */
  EXPIRED,
  /** A valid token before its start. */
  NOT_YET_VALID,
  /**
   * Any other reason: revoked, for another tenant or audience, without the role, or refused because
   * a test said so.
   */
  OTHER
}
