package io.foundryidentity.agent.jfr;

import io.foundryidentity.agent.core.output.SafeText;
import io.foundryidentity.agent.core.token.BearerToken;
import io.foundryidentity.agent.core.token.Identity;
import io.foundryidentity.agent.core.token.TokenSource;
import io.foundryidentity.agent.core.token.TokenSourceException;
import io.foundryidentity.agent.core.token.TokenSourceFactory;
import jdk.jfr.FlightRecorder;

/** Records an event for each attempt to get a token, once this JVM has had a recording. */
public final class RecordedTokenSources implements TokenSourceFactory {

  private final TokenSourceFactory sources;

  public RecordedTokenSources(TokenSourceFactory sources) {
    this.sources = sources;
  }

  @Override
  public TokenSource create(Identity identity, String scope) {
    TokenSource source = sources.create(identity, scope);
    String cache = identity + " for " + scope;
    // Initializing an event's class takes long, and a JVM that records nothing does not need it
    return () -> FlightRecorder.isInitialized() ? fetch(source, cache) : source.fetch();
  }

  private static BearerToken fetch(TokenSource source, String cache) throws TokenSourceException {
    TokenFetchEvent event = new TokenFetchEvent();
    event.cache = SafeText.line(cache);
    event.outcome = "failed";
    event.begin();
    RecordedRequests.load(); // On this thread, so that no thread of a request has to do it
    try {
      BearerToken token = source.fetch();
      event.outcome = "token";
      event.expires = token.expiresAtMillis();
      return token;
    } catch (TokenSourceException failure) {
      // Messages of other exceptions are not recorded: nothing is known of them
      event.failure = SafeText.line(failure.getMessage());
      throw failure;
    } finally {
      event.commit();
    }
  }
}
