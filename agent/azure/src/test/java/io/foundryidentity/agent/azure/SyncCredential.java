package io.foundryidentity.agent.azure;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import reactor.core.publisher.Mono;

/** A test says what it does when it is asked for a token; the agent asks in this way only. */
interface SyncCredential extends TokenCredential {

  @Override
  AccessToken getTokenSync(TokenRequestContext request);

  @Override
  default Mono<AccessToken> getToken(TokenRequestContext request) {
    return Mono.error(new UnsupportedOperationException());
  }
}
