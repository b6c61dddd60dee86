package io.foundryidentity.agent.azure;

import com.azure.core.http.HttpClient;
import io.foundryidentity.agent.core.connection.Connector;
import io.foundryidentity.agent.core.connection.ProxyLookup;
import io.foundryidentity.agent.core.token.Identity;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** The HTTP clients of one source: all of them end with its fetch. */
final class Requests {

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration HANDSHAKE = Duration.ofSeconds(10);

  /** The limit for a connection and an answer together, to find out whether IMDS is there. */
  private static final Duration LONGEST_PROBE = Duration.ofMillis(1_200);

  private final ProxyLookup proxies;
  private final FetchThreads threads;
  private final LastAnswer last;
  private final BooleanSupplier azureMachine;

  /**
   * @param last gets the answers of identity endpoints
   * @param azureMachine whether this is a machine of Azure
   */
  Requests(
      ProxyLookup proxies, FetchThreads threads, LastAnswer last, BooleanSupplier azureMachine) {
    this.proxies = proxies;
    this.threads = threads;
    this.last = last;
    this.azureMachine = azureMachine;
  }

  /**
   * The credentials of that identity.
   *
   * @param clock hears the time of each answer
   */
  Members members(Identity identity, IdentityEnvironment environment, IssuerClock clock) {
    HttpClient http = new CheckedHttpClient(direct(clock), last);
    Duration second = Duration.ofSeconds(1);
    ImdsProbe probe =
        new ImdsProbe(
            new DirectHttpClient(
                new Connector(proxies, second, second),
                second,
                null,
                () -> System.nanoTime() + LONGEST_PROBE.toNanos()),
            environment.get("AZURE_POD_IDENTITY_AUTHORITY_HOST"),
            // A container that Foundry hosts has an endpoint of its own at that address
            () ->
                environment.get("FOUNDRY_HOSTING_ENVIRONMENT") != null
                    || azureMachine.getAsBoolean());
    return new Members(
        identity, environment, http, binding -> tokenProxy(binding, clock), probe, threads);
  }

  /** A client that returns each answer as it is. */
  DirectHttpClient direct(IssuerClock clock) {
    return direct(new Connector(proxies, CONNECT, HANDSHAKE), clock);
  }

  private DirectHttpClient direct(Connector connector, IssuerClock clock) {
    return new DirectHttpClient(connector, Duration.ofSeconds(30), clock, threads::endNanos);
  }

  private HttpClient tokenProxy(IdentityBinding binding, IssuerClock clock) {
    HttpClient there = direct(new Connector(binding, CONNECT, HANDSHAKE), clock);
    return new CheckedHttpClient(new TokenProxyClient(binding, there), last);
  }

  FetchThreads threads() {
    return threads;
  }

  LastAnswer last() {
    return last;
  }
}
