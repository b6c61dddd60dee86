package io.foundryidentity.agent.azure;

import io.foundryidentity.agent.core.connection.Connector;
import io.foundryidentity.agent.core.connection.ProxyRoutes;
import io.foundryidentity.agent.core.token.Identity;
import io.foundryidentity.agent.core.token.SignInEvents;
import io.foundryidentity.agent.core.token.TokenSource;
import io.foundryidentity.agent.core.token.TokenSourceException;
import io.foundryidentity.agent.core.token.TokenSourceFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;

/** Tokens by azure-identity; public for the runtime, which wires it in. */
public final class AzureTokenSources implements TokenSourceFactory {

  /**
   * Of one fetch; azure-identity's retries for a managed identity last 26 s and more, and IMDS may
   * be away for 70 s.
   */
  private static final Duration LONGEST_FETCH = Duration.ofSeconds(75);

  private final Map<String, String> environment;
  private final Duration bound;
  private final SignInEvents events;
  private final ExecutorService executor = AgentThreads.executor();

  public AzureTokenSources() {
    this(System.getenv());
  }

  /**
   * For who wants to know how each token came.
   *
   * @param events told on a thread of the library's
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
    IssuerClock clock = new IssuerClock(System::currentTimeMillis);
    return new AzureTokenSource(() -> chain(identity, clock), scope, clock, executor, bound);
  }

  private CredentialChain chain(Identity identity, IssuerClock clock) throws TokenSourceException {
    IdentityEnvironment variables = new IdentityEnvironment(environment, identity);
    ProxyRoutes routes = new ProxyRoutes(environment);
    Duration second = Duration.ofSeconds(1);
    DirectHttpClient http =
        new DirectHttpClient(
            new Connector(routes, Duration.ofSeconds(5), Duration.ofSeconds(10)),
            Duration.ofSeconds(30),
            clock);
    ImdsProbe probe =
        new ImdsProbe(
            new DirectHttpClient(new Connector(routes, second, second), second),
            variables.get("AZURE_POD_IDENTITY_AUTHORITY_HOST"));
    Members members = new Members(identity, variables, http, probe, executor);
    return CredentialChoice.chain(
        identity, members, variables.get("AZURE_TOKEN_CREDENTIALS"), events);
  }
}
