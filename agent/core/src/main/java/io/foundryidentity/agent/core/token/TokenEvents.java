package io.foundryidentity.agent.core.token;

/**
 * Gets each change of a cache's state once; each is one log line.
 *
 * <p>Called on an agent thread, without a lock, never for a request. Times are milliseconds since
 * the epoch.
 */
public interface TokenEvents {

  /** There is a new token, the first one or a later one. */
  void gotToken(String cache, long expiresAtMillis, long refreshAtMillis);

  /** There is a new token after one or more failures. */
  void recovered(String cache, long expiresAtMillis, int failures);

  /**
   * The first failure in a row.
   *
   * @param servedUntilMillis how long the current token is still served; 0 if there is none
   */
  void failed(String cache, String reason, long servedUntilMillis);

  /** The current token has reached its end, and there is no other. */
  void ranOut(String cache, String reason);

  /** The source returned the current token again; reported once for each token. */
  void sameToken(String cache, long askAgainAtMillis);
}
