package io.foundryidentity.agent.core.token;

/** Where one cache's tokens come from; called by one agent thread at a time, and it may block. */
public interface TokenSource {

  /**
   * Asks for a token.
   *
   * @param pastCaches true where the last token was refused: caches below this interface are to be
   *     passed by as far as they allow. The same token may still come back
   * @throws TokenSourceException where none is to be had; its message is fit for a log line
   */
  BearerToken fetch(boolean pastCaches) throws TokenSourceException;
}
