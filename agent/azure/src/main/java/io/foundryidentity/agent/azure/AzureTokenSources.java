package io.foundryidentity.agent.azure;

import io.foundryidentity.agent.core.connection.ProxyLookup;
import io.foundryidentity.agent.core.output.ProcessSecrets;
import io.foundryidentity.agent.core.token.Clock;
import io.foundryidentity.agent.core.token.Identity;
import io.foundryidentity.agent.core.token.SignInEvents;
import io.foundryidentity.agent.core.token.TokenSource;
import io.foundryidentity.agent.core.token.TokenSourceException;
import io.foundryidentity.agent.core.token.TokenSourceFactory;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Tokens from azure-identity; public for the runtime module, which uses it. */
public final class AzureTokenSources implements TokenSourceFactory {

  /**
   * The limit for one fetch: the retries for a managed identity take 25 to 31 s, or longer with
   * {@code Retry-After}, and IMDS may not be available for 70 s.
   */
  private static final Duration LONGEST_FETCH = Duration.ofSeconds(75);

  private final Map<String, String> environment;
  private final Duration bound;
  private final SignInEvents events;
  private final BooleanSupplier azureMachine;
  private final AgentThreads threads = new AgentThreads();
  private @Nullable KeptAssertions kept;

  public AzureTokenSources() {
    this(System.getenv());
  }

  /**
   * For callers that need to know which credential gave each token.
   *
   * @param events called on one of the library's threads
   */
  public AzureTokenSources(SignInEvents events) {
    this(System.getenv(), LONGEST_FETCH, events, new AzureMachine()::isHere);
  }

  /**
   * @param environment variables by name. msal4j reads those of managed identity endpoints ({@code
   *     IDENTITY_ENDPOINT} and the like) from the process itself
   */
  public AzureTokenSources(Map<String, String> environment) {
    this(environment, LONGEST_FETCH);
  }

  AzureTokenSources(Map<String, String> environment, Duration bound) {
    this(environment, bound, SignInEvents.NONE, new AzureMachine()::isHere);
  }

  /**
   * @param azureMachine whether this is a machine of Azure
   */
  AzureTokenSources(
      Map<String, String> environment,
      Duration bound,
      SignInEvents events,
      BooleanSupplier azureMachine) {
    this.environment = new HashMap<>(environment);
    this.bound = bound;
    this.events = events;
    this.azureMachine = azureMachine;
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
    LastAnswer last = new LastAnswer();
    Requests requests = new Requests(proxies, own, last, azureMachine);
    Members members = requests.members(identity, variables, clock);
    if (identity.assertion() != null) {
      return new CredentialChain(
          Collections.singletonList(
              Federation.of(identity, members, environment, requests, clock, kept())),
          events,
          last);
    }
    return CredentialChoice.chain(
        identity, members, variables.get("AZURE_TOKEN_CREDENTIALS"), events, last);
  }

  /** Loaded only where an identity needs it. */
  private synchronized KeptAssertions kept() {
    if (kept == null) {
      kept = new KeptAssertions(Clock.system());
    }
    return kept;
  }
}
