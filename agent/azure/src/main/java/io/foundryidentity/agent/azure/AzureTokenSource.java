package io.foundryidentity.agent.azure;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenRequestContext;
import io.foundryidentity.agent.core.token.BearerToken;
import io.foundryidentity.agent.core.token.TokenSource;
import io.foundryidentity.agent.core.token.TokenSourceException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One identity's tokens for one scope.
 *
 * <p>Every fetch goes past the library's caches, a refused token or not: core keeps the tokens and
 * asks only when it wants another one, and a cache below would answer with the old one until five
 * minutes before its end.
 *
 * <p>The library may block for as long as its retries last, so a fetch runs on a thread of its own
 * and is given up after a bound.
 */
final class AzureTokenSource implements TokenSource {

  private final ChainMaker maker;
  private final String scope;
  private final IssuerClock clock;
  private final ExecutorService executor;
  private final Duration bound;
  private volatile @Nullable CredentialChain chain;

  /** Loads the library, which happens at the first fetch and not before. */
  interface ChainMaker {
    CredentialChain make() throws TokenSourceException;
  }

  /**
   * @param clock of the endpoint that the chain asks
   * @param bound of one fetch
   */
  AzureTokenSource(
      ChainMaker maker, String scope, IssuerClock clock, ExecutorService executor, Duration bound) {
    this.maker = maker;
    this.scope = scope;
    this.clock = clock;
    this.executor = executor;
    this.bound = bound;
  }

  @Override
  public BearerToken fetch(boolean pastCaches) throws TokenSourceException {
    Callable<BearerToken> call = this::fetchNow;
    Future<BearerToken> answer = executor.submit(call);
    try {
      return answer.get(bound.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof TokenSourceException) {
        throw (TokenSourceException) cause;
      }
      if (cause instanceof NoTokenException) {
        throw failure(String.valueOf(cause.getMessage()));
      }
      if (cause instanceof VirtualMachineError) {
        throw (VirtualMachineError) cause;
      }
      throw failure(FailureText.of(cause == null ? e : cause));
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw failure("no token within " + bound.toMillis() + " ms");
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw failure("interrupted while waiting for a token");
    }
  }

  private BearerToken fetchNow() throws TokenSourceException {
    CredentialChain members = chain;
    if (members == null) {
      members = maker.make();
      chain = members;
    }
    return bearer(members.token(new TokenRequestContext().addScopes(scope)), clock);
  }

  private static BearerToken bearer(AccessToken token, IssuerClock clock)
      throws TokenSourceException {
    String value = token.getToken();
    if (value == null || value.isEmpty() || token.getExpiresAt() == null) {
      throw failure("the identity endpoint answered without a token");
    }
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) <= ' ' || value.charAt(i) >= 0x7f) {
        throw failure("the identity endpoint answered with what cannot stand in a header");
      }
    }
    long refresh =
        token.getRefreshAt() == null ? 0 : token.getRefreshAt().toInstant().toEpochMilli();
    long expiry = token.getExpiresAt().toInstant().toEpochMilli();
    return new BearerToken(value, clock.expiry(value, expiry), refresh);
  }

  /** Without the cause: the library's messages may hold an answer's whole body. */
  private static TokenSourceException failure(String message) {
    return new TokenSourceException(message, null);
  }
}
