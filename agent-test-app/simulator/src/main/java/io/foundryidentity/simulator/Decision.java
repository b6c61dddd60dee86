package io.foundryidentity.simulator;

/** Why Foundry's check let a request pass or did not. */
public enum Decision {
  PASSED,
  /** No token of this issuer's: a key, nothing at all, or something made up. */
  NO_TOKEN,
  /** A genuine token after its end. */
  EXPIRED,
  /** A genuine token before its beginning. */
  NOT_YET_VALID,
  /**
   * Whatever else: revoked, another tenant's or audience's, without the role, refused on purpose.
   */
  OTHER
}
