package io.foundryidentity.agent.core.token;

/**
 * Hears of each change of a cache's state, once: what is worth one line of the log.
 *
 * <p>Called on an agent thread, without a lock, never for a request. Times are milliseconds since
 * the epoch.
 */
public interface TokenEvents {

  /** A new token came, the first or a successor. */
  void gotToken(String cache, long expiresAtMillis, long refreshAtMillis);

  /** A new token came after one or more failures. */
  void recovered(String cache, long expiresAtMillis, int failures);

  /**
   * The first of a row of failures.
   *
   * @param servedUntilMillis how long the token at hand still serves; 0 where there is none
   */
  void failed(String cache, String reason, long servedUntilMillis);

  /** The token at hand came to its end while no other was to be had. */
  void ranOut(String cache, String reason);

  /** The source answered with the token that is here already; said once for each token. */
  void sameToken(String cache, long askAgainAtMillis);
}
