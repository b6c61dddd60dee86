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

/** What code without the agent asks for each request: the same token, as good as new. */
public class AzureLookup {

  private static final String SCOPE = "https://cognitiveservices.azure.com/.default";

  /** A credential that has its token at hand. */
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

  /** azure-core's cache, as its bearer policy asks it. */
  @State(Scope.Benchmark)
  public static class Cache {
    final AccessTokenCache cache = new AccessTokenCache(credential());
    final TokenRequestContext request = new TokenRequestContext().addScopes(SCOPE);
  }

  /** openai-java with the supplier that its documentation names for Azure. */
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
   * The supplier takes the token out of a request that it sends to {@code www.example.com}; here
   * that request is answered at once, without a network.
   */
  @Benchmark
  public String openAiBearerToken(OpenAi openAi) {
    return openAi.credential.token();
  }
}
