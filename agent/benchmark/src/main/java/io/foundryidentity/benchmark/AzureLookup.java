package io.foundryidentity.benchmark;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.AccessTokenCache;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.identity.AuthenticationUtil;
import com.openai.credential.BearerTokenCredential;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import reactor.core.publisher.Mono;

/** What code without the agent calls for each request: for a token that needs no refresh. */
public class AzureLookup {

  private static final String SCOPE = "https://cognitiveservices.azure.com/.default";

  /** A credential that returns a ready token. */
  private static TokenCredential credential() {
    AccessToken token =
        new AccessToken(SampleToken.make(), OffsetDateTime.now(ZoneOffset.UTC).plusHours(24));
    return new TokenCredential() {
      @Override
      public Mono<AccessToken> getToken(TokenRequestContext request) {
        return Mono.just(token);
      }

      @Override
      public AccessToken getTokenSync(TokenRequestContext request) {
        return token;
      }
    };
  }

  /** azure-core's cache, called as its bearer token policy does. */
  @State(Scope.Benchmark)
  public static class Cache {
    final AccessTokenCache cache = new AccessTokenCache(credential());
    final TokenRequestContext request = new TokenRequestContext().addScopes(SCOPE);
  }

  /** openai-java with the supplier that its documentation recommends for Azure. */
  @State(Scope.Benchmark)
  public static class OpenAi {
    final BearerTokenCredential credential =
        (BearerTokenCredential)
            BearerTokenCredential.create(
                AuthenticationUtil.getBearerTokenSupplier(credential(), SCOPE));
  }

  @Benchmark
  public AccessToken accessTokenCache(Cache azure) {
    return azure.cache.getTokenSync(azure.request, false);
  }

  /**
   * The supplier takes the token from a request that it sends to {@code www.example.com}; here that
   * request is answered at once, without a network.
   */
  @Benchmark
  public String openAiBearerToken(OpenAi openAi) {
    return openAi.credential.token();
  }
}
