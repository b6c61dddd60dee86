package io.foundryidentity.agent.jfr;

import io.foundryidentity.agent.core.token.BearerToken;
import io.foundryidentity.agent.core.token.Identity;
import io.foundryidentity.agent.core.token.TokenSource;
import io.foundryidentity.agent.core.token.TokenSourceException;
import io.foundryidentity.agent.core.token.TokenSourceFactory;
import jdk.jfr.FlightRecorder;

/** Makes an event of each attempt to get a token, once anything was recorded in this JVM. */
public final class RecordedTokenSources implements TokenSourceFactory {

  private final TokenSourceFactory sources;

  public RecordedTokenSources(TokenSourceFactory sources) {
    this.sources = sources;
  }

  @Override
  public TokenSource create(Identity identity, String scope) {
    TokenSource source = sources.create(identity, scope);
    String cache = identity + " for " + scope;
    // To set up an event's class takes long, and a JVM that records nothing needs none
    return pastCaches ->
        FlightRecorder.isInitialized()
            ? fetch(source, cache, pastCaches)
            : source.fetch(pastCaches);
  }

  private static BearerToken fetch(TokenSource source, String cache, boolean pastCaches)
      throws TokenSourceException {
    TokenFetchEvent event = new TokenFetchEvent();
    event.cache = cache;
    event.pastCaches = pastCaches;
    event.outcome = "failed";
    event.begin();
    RecordedRequests.load(); // Here, where no request's thread has to
    try {
      BearerToken token = source.fetch(pastCaches);
      event.outcome = "token";
      event.expires = token.expiresAtMillis();
      return token;
    } catch (TokenSourceException failure) {
      // Fit for a log line, so it holds no secret; of anything else nobody knows
      event.failure = failure.getMessage();
      throw failure;
    } finally {
      event.commit();
    }
  }
}
