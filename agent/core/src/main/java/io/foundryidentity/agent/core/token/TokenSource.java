package io.foundryidentity.agent.core.token;

/** The source of one cache's tokens; called by one agent thread at a time, and may block. */
public interface TokenSource {

  /**
   * Requests a token. A source bypasses all caches below it if it can: core keeps the tokens, and
   * asks only if it needs another one. The same token may still be returned.
   *
   * @throws TokenSourceException if no token is available; its message can be logged
   */
  BearerToken fetch() throws TokenSourceException;
}
