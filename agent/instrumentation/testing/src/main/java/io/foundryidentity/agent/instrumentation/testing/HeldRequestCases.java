package io.foundryidentity.agent.instrumentation.testing;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.simulator.ReceivedRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a client of an event loop does while the agent holds its first request: no timer of the
 * client's fires because of that, and the application's own deadline holds.
 */
@Timeout(180)
public abstract class HeldRequestCases {

  /** Longer than the client's timers. */
  private static final int HOLD_MILLIS = 1700;

  private TestNetwork network;
  private HeldClient client;

  /** A new client; it trusts the test's servers. */
  protected abstract HeldClient client(TestNetwork servers);

  /** What must be instrumented. */
  protected abstract List<ClientInstrumentation> instrumentations();

  @BeforeEach
  final void open() throws Exception {
    network = TestNetwork.fresh();
    instrumentations().forEach(InstrumentedJvm::instrument);
    client = client(network);
    loadClasses();
    network.authorizer().holdTokens();
  }

  /**
   * So that no timer and no deadline measures how long this takes: client and server are in the
   * same JVM. The first call in a JVM may end by the client's own timers.
   */
  private void loadClasses() throws Exception {
    HeldClient.Call call = client.post(network.stranger("/echo"), "", false, null);
    call.status().handle((status, timedOut) -> status).get(60, SECONDS);
  }

  @AfterEach
  final void close() throws Exception {
    client.close();
    assertThat(network.authorizer().failures()).as("failures inside advice").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_token_that_comes_late_delays_a_request_and_breaks_none(boolean streamed) throws Exception {
    HeldClient.Call call = client.post(network.target("/echo"), "a question", streamed, null);
    elapse(HOLD_MILLIS);
    assertThat(call.status()).isNotDone();
    assertThat(seen()).isEmpty();
    network.authorizer().releaseTokens();
    assertThat(call.status().get(60, SECONDS)).isEqualTo(200);
    assertOneSigned();
  }

  @Test
  void a_call_that_the_application_ends_meanwhile_is_never_sent_and_the_next_one_is()
      throws Exception {
    HeldClient.Call call = client.post(network.target("/first"), "a question", false, null);
    network.authorizer().whenSomebodyWaits().get(60, SECONDS);
    call.cancel();
    assertTheNextOneIsSent();
  }

  @Test
  void the_applications_own_deadline_ends_a_held_call_which_is_never_sent() throws Exception {
    assumeTrue(client.hasDeadlines(), "this client has no deadline for a call");
    HeldClient.Call call =
        client.post(network.target("/first"), "a question", false, Duration.ofMillis(1500));
    CompletableFuture<Throwable> failure = call.status().handle((status, thrown) -> thrown);
    // On a machine that is too busy, the deadline ends the call before it is held
    CompletableFuture.anyOf(network.authorizer().whenSomebodyWaits(), failure).get(60, SECONDS);
    assertThat(failure.get(60, SECONDS)).isNotNull();
    assertTheNextOneIsSent();
  }

  private void assertTheNextOneIsSent() throws Exception {
    HeldClient.Call next = client.post(network.target("/echo"), "a question", false, null);
    network.authorizer().releaseTokens();
    assertThat(next.status().get(60, SECONDS)).isEqualTo(200);
    assertOneSigned();
  }

  private List<ReceivedRequest> seen() {
    return network.foundry().requests();
  }

  private void assertOneSigned() {
    assertThat(seen()).extracting(ReceivedRequest::path).containsExactly("/echo");
    assertThat(seen().get(0).bodyText()).isEqualTo("a question");
    // Compared to a boolean: a failing assertion must not print a token
    assertThat(seen().get(0).headers().all("authorization").equals(network.authorizer().values()))
        .as("signed")
        .isTrue();
  }

  private static void elapse(int millis) throws Exception {
    new CompletableFuture<Void>().completeOnTimeout(null, millis, MILLISECONDS).get();
  }
}
