package io.foundryidentity.benchmark;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.AccessTokenCache;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import io.foundryidentity.agent.azure.AzureTokenSources;
import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.TargetedRequest;
import io.foundryidentity.agent.runtime.WiredAgent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * An application with 64 threads, each of which asks for a token a hundred times a second.
 *
 * <p>It runs in its own JVM, as the identity libraries read their endpoint from the process's
 * environment. Arguments: {@code agent} or {@code azure-core}, and the number of seconds. It prints
 * {@code ready} when the first token is there, and its figures at the end.
 */
public final class RefreshCallers {

  private static final int CALLERS = 64;
  private static final SSLSession SESSION = ProvenSession.create();
  private static final long PACE = TimeUnit.MILLISECONDS.toNanos(10);

  private RefreshCallers() {}

  /** The source of a caller's tokens. */
  private interface Tokens {
    /** Null if the request is sent without a token. */
    @Nullable String next() throws Exception;
  }

  public static void main(String[] arguments) throws Exception {
    WiredAgent.logErrorsOnly();
    Tokens tokens = arguments[0].equals("agent") ? agent() : azureCore();
    if (tokens.next() == null) {
      throw new IllegalStateException("no first token");
    }
    System.out.println("ready");
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Long.parseLong(arguments[1]));
    RefreshFigures all = new RefreshFigures();
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      Thread caller = new Thread(() -> all.add(call(tokens, end)), "caller-" + i);
      caller.start();
      callers.add(caller);
    }
    for (Thread caller : callers) {
      caller.join();
    }
    System.out.println(RefreshResult.MARK + all.line());
    System.exit(0); // not all of the libraries' threads are daemons
  }

  private static RefreshFigures call(Tokens tokens, long end) {
    RefreshFigures own = new RefreshFigures();
    long begin = System.nanoTime();
    while (begin < end) {
      String token = null;
      boolean failed = false;
      try {
        token = tokens.next();
      } catch (Exception e) {
        failed = true;
      }
      own.called(System.nanoTime() - begin, token, failed);
      LockSupport.parkNanos(PACE);
      begin = System.nanoTime();
    }
    return own;
  }

  private static Tokens agent() throws Exception {
    WiredAgent.install(
        "hosts=contoso.openai.azure.com,credential=managed-identity", new AzureTokenSources());
    return () -> {
      TargetedRequest target =
          AuthorizationBridge.find("https", "contoso.openai.azure.com", -1, "/openai/v1/responses");
      return target == null || !target.isProvenByTls(SESSION) ? null : target.authorize(null, true);
    };
  }

  private static Tokens azureCore() {
    AccessTokenCache cache =
        new AccessTokenCache(
            new ManagedIdentityCredentialBuilder()
                .httpClient(new JdkHttpClientBuilder().build())
                .build());
    TokenRequestContext request =
        new TokenRequestContext().addScopes("https://cognitiveservices.azure.com/.default");
    return () -> {
      AccessToken token = cache.getTokenSync(request, false);
      return token == null ? null : token.getToken();
    };
  }
}
