package io.foundryidentity.agent.azure;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenRequestContext;
import io.foundryidentity.agent.core.output.KnownSecrets;
import io.foundryidentity.agent.core.output.SafeText;
import io.foundryidentity.agent.core.token.BearerToken;
import io.foundryidentity.agent.core.token.TokenSource;
import io.foundryidentity.agent.core.token.TokenSourceException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The source of one identity's tokens for one scope.
 *
 * <p>Every fetch bypasses the library's caches. Core keeps the tokens and asks only if it needs
 * another one, and the library's cache would return the old one until five minutes before its end.
 * A fetch cannot do more: each one makes new credentials already, azure-identity cannot tell IMDS
 * to bypass the cache of IMDS, and {@code az} and {@code azd} have no option to bypass theirs.
 *
 * <p>The library may block as long as its retries last, so a fetch runs on its own thread and is
 * ended after a limit, with all that the library does for it ({@link FetchThreads}).
 */
final class AzureTokenSource implements TokenSource {

  /** In characters. Entra's have up to about 10,000; servers take headers of 8 to 64 kB. */
  private static final int LONGEST_TOKEN = 64 * 1024;

  private final ChainMaker maker;
  private final String scope;
  private final IssuerClock clock;
  private final FetchThreads threads;
  private final Duration bound;
  private volatile @Nullable CredentialChain chain;

  /** Creates the chain, which loads the library: at the first fetch and not before. */
  interface ChainMaker {
    CredentialChain make() throws TokenSourceException;
  }

  /**
   * @param clock the clock of the endpoint that the chain asks
   * @param threads the chain's too
   * @param bound the time limit for one fetch
   */
  AzureTokenSource(
      ChainMaker maker, String scope, IssuerClock clock, FetchThreads threads, Duration bound) {
    this.maker = maker;
    this.scope = scope;
    this.clock = clock;
    this.threads = threads;
    this.bound = bound;
  }

  @Override
  public BearerToken fetch() throws TokenSourceException {
    try {
      if (!threads.begin(bound)) {
        throw failure("too many requests for a token are under way, or the last one has not ended");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure("interrupted while waiting for a thread");
    }
    try {
      return fetch(threads.submit((Callable<BearerToken>) this::fetchNow));
    } catch (RejectedExecutionException e) {
      throw failure("too many requests for a token are under way");
    } finally {
      threads.end();
    }
  }

  private BearerToken fetch(Future<BearerToken> answer) throws TokenSourceException {
    try {
      return answer.get(bound.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (threads.endNanos() - System.nanoTime() <= 0 && !(cause instanceof VirtualMachineError)) {
        // The fetch's last exchange ends at the same time, and its failure can be noticed first
        throw tooLate();
      }
      if (cause instanceof TokenSourceException) {
        throw (TokenSourceException) cause;
      }
      if (cause instanceof NoTokenException) {
        NoTokenException none = (NoTokenException) cause;
        throw TokenSourceException.after(
            none.attempts(), SafeText.line(String.valueOf(none.getMessage())), retryAfter());
      }
      if (cause instanceof VirtualMachineError) {
        throw (VirtualMachineError) cause;
      }
      throw failure(FailureText.of(cause == null ? e : cause));
    } catch (TimeoutException e) {
      throw tooLate();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure("interrupted while waiting for a token");
    }
  }

  private TokenSourceException tooLate() {
    String reason = "no token within " + bound.toMillis() + " ms";
    CredentialChain members = chain;
    if (members == null) {
      return failure(reason);
    }
    String step = members.runningStep();
    return TokenSourceException.after(
        members.attemptsUntilNow(reason),
        SafeText.line(step == null ? reason : step + ": " + reason),
        retryAfter());
  }

  private long retryAfter() {
    CredentialChain members = chain;
    return members == null ? 0 : members.retryAfterMillis();
  }

  private BearerToken fetchNow() throws TokenSourceException {
    CredentialChain members = chain;
    if (members == null) {
      members = maker.make();
      chain = members;
    }
    clock.begin();
    TokenRequestContext request = new TokenRequestContext().addScopes(scope);
    AccessToken token = members.token(request);
    String value = token.getToken();
    if (value != null && clock.needsAnotherAnswer(value)) {
      // A machine whose clock is far ahead, or an old answer: the next one tells which
      try {
        Thread.sleep(IssuerClock.APART + 100);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw failure("interrupted while waiting for a token");
      }
      token = members.token(request);
    }
    return bearer(token, clock).signedInBy(members.signedInBy());
  }

  private static BearerToken bearer(AccessToken token, IssuerClock clock)
      throws TokenSourceException {
    String value = token.getToken();
    if (value == null || value.isEmpty() || token.getExpiresAt() == null) {
      throw failure("the identity endpoint answered without a token");
    }
    KnownSecrets.add(value);
    if (value.length() > LONGEST_TOKEN) {
      throw failure(
          "the identity endpoint answered with a token of "
              + value.length()
              + " characters, which no server accepts in a header");
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

  /** Without the cause, as the library's messages may contain the whole body of an answer. */
  private static TokenSourceException failure(String message) {
    return new TokenSourceException(SafeText.line(message), null);
  }
}
