package io.foundryidentity.agent.azure;

import com.azure.core.http.HttpClient;
import io.foundryidentity.agent.core.connection.Connector;
import io.foundryidentity.agent.core.connection.ProxyLookup;
import io.foundryidentity.agent.core.output.ProcessSecrets;
import io.foundryidentity.agent.core.token.Clock;
import io.foundryidentity.agent.core.token.Identity;
import io.foundryidentity.agent.core.token.SignInEvents;
import io.foundryidentity.agent.core.token.TokenSource;
import io.foundryidentity.agent.core.token.TokenSourceException;
import io.foundryidentity.agent.core.token.TokenSourceFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Tokens from azure-identity; public for the runtime module, which uses it. */
public final class AzureTokenSources implements TokenSourceFactory {

  /**
   * The limit for one fetch: azure-identity's retries for a managed identity take 26 s and more,
   * and IMDS may not be available for 70 s.
   */
  private static final Duration LONGEST_FETCH = Duration.ofSeconds(75);

  private final Map<String, String> environment;
  private final Duration bound;
  private final SignInEvents events;
  private final AgentThreads threads = new AgentThreads();

  public AzureTokenSources() {
    this(System.getenv());
  }

  /**
   * For callers that need to know which credential gave each token.
   *
   * @param events called on one of the library's threads
   */
  public AzureTokenSources(SignInEvents events) {
    this(System.getenv(), LONGEST_FETCH, events);
  }

  /**
   * @param environment variables by name. msal4j reads those of managed identity endpoints ({@code
   *     IDENTITY_ENDPOINT} and the like) from the process itself
   */
  public AzureTokenSources(Map<String, String> environment) {
    this(environment, LONGEST_FETCH);
  }

  AzureTokenSources(Map<String, String> environment, Duration bound) {
    this(environment, bound, SignInEvents.NONE);
  }

  private AzureTokenSources(Map<String, String> environment, Duration bound, SignInEvents events) {
    this.environment = new HashMap<>(environment);
    this.bound = bound;
    this.events = events;
  }

  @Override
  public TokenSource create(Identity identity, String scope) {
    IssuerClock clock = new IssuerClock(Clock.system());
    FetchThreads own = threads.ofSource();
    return new AzureTokenSource(() -> chain(identity, clock, own), scope, clock, own, bound);
  }

  private CredentialChain chain(Identity identity, IssuerClock clock, FetchThreads own)
      throws TokenSourceException {
    ProcessSecrets.add(environment);
    IdentityEnvironment variables = new IdentityEnvironment(environment, identity);
    ProxyLookup proxies = new ProxyLookup(environment);
    Duration second = Duration.ofSeconds(1);
    LastAnswer last = new LastAnswer();
    HttpClient http =
        new CheckedHttpClient(
            new DirectHttpClient(
                new Connector(proxies, Duration.ofSeconds(5), Duration.ofSeconds(10)),
                Duration.ofSeconds(30),
                clock,
                own::endNanos),
            last);
    ImdsProbe probe =
        new ImdsProbe(
            new DirectHttpClient(new Connector(proxies, second, second), second),
            variables.get("AZURE_POD_IDENTITY_AUTHORITY_HOST"));
    Members members = new Members(identity, variables, http, probe, own);
    return CredentialChoice.chain(
        identity, members, variables.get("AZURE_TOKEN_CREDENTIALS"), events, last);
  }
}
