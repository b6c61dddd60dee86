package io.foundryidentity.agent.instrumentation.jerseyjdkconnector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.agent.instrumentation.testing.TestRequest;
import io.foundryidentity.agent.instrumentation.testing.TestResponse;
import java.net.URI;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is special about Jersey's own connector. */
class JerseyConnectorTest {

  private TestNetwork network;
  private TestedJersey client;

  @BeforeEach
  void open() {
    network = TestNetwork.fresh();
    client = new TestedJersey(network.trust(), false);
    InstrumentedJvm.instrument(client.instrumentation());
  }

  @AfterEach
  void close() {
    client.close();
    assertThat(network.authorizer().failures()).isEmpty();
  }

  /** A redirect is followed on an I/O thread, which must not wait. */
  @Test
  void a_redirect_to_a_target_is_held_until_the_token_comes() throws Exception {
    network.authorizer().holdTokens();
    CompletableFuture<Integer> answer =
        started(
            TestRequest.get(network.otherName(TestNetwork.redirect(307, network.target("/echo"))))
                .followingRedirects());
    network.authorizer().whenSomebodyWaits().get(60, TimeUnit.SECONDS);
    assertThat(network.foundry().requests()).hasSize(1);

    network.authorizer().releaseTokens();
    assertThat(answer.get(60, TimeUnit.SECONDS)).isEqualTo(200);
    assertThat(network.foundry().requests()).hasSize(2);
    assertThat(network.foundry().requests().get(0).header("authorization")).isNull();
    assertThat(network.foundry().requests().get(1).header("authorization"))
        .isEqualTo(network.authorizer().values().get(0));
  }

  /** Its head is sent when the application writes the first byte. */
  @Test
  void a_body_that_is_written_while_the_token_is_late_arrives_whole() throws Exception {
    network.authorizer().holdTokens();
    String text = "0123456789".repeat(20_000);
    CompletableFuture<Integer> answer =
        started(TestRequest.postOnce(network.target("/echo"), text));
    network.authorizer().whenSomebodyWaits().get(60, TimeUnit.SECONDS);

    network.authorizer().releaseTokens();
    assertThat(answer.get(60, TimeUnit.SECONDS)).isEqualTo(200);
    assertThat(network.foundry().requests()).hasSize(1);
    assertThat(network.foundry().requests().get(0).body())
        .asString(StandardCharsets.UTF_8)
        .isEqualTo(text);
  }

  /** Without the agent the connection fails on the thread of the caller. */
  @Test
  void a_request_that_cannot_connect_after_the_token_came_fails() throws Exception {
    network.alsoTarget("nowhere.invalid");
    network.authorizer().holdTokens();
    CompletableFuture<Integer> answer =
        started(TestRequest.get(URI.create("https://nowhere.invalid/echo")));
    network.authorizer().whenSomebodyWaits().get(60, TimeUnit.SECONDS);

    network.authorizer().releaseTokens();
    // A machine whose name servers do not answer takes long to find out
    assertThatThrownBy(() -> answer.get(90, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseInstanceOf(UnresolvedAddressException.class);
  }

  private CompletableFuture<Integer> started(TestRequest request) {
    CompletableFuture<Integer> answer = new CompletableFuture<>();
    new Thread(
            () -> {
              try (TestResponse response = client.send(request)) {
                answer.complete(response.status());
              } catch (Throwable failure) {
                answer.completeExceptionally(failure);
              }
            },
            "caller")
        .start();
    return answer;
  }
}
