package io.foundryidentity.agent.instrumentation.asynchttpclient;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.OwnNetty;
import io.foundryidentity.agent.instrumentation.testing.TestAuthorizer;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.agent.instrumentation.testing.TestRequest;
import io.foundryidentity.agent.instrumentation.testing.TestResponse;
import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import io.foundryidentity.simulator.ReceivedRequest;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A refused request is sent again; the answer waits for a token that is on its way. */
@Timeout(180)
abstract class RetryCases {

  private TestNetwork network;
  private TestedClient client;

  abstract boolean http2();

  @BeforeEach
  final void open() {
    network = TestNetwork.fresh();
    client =
        (TestedClient)
            OwnNetty.instance(
                "io.foundryidentity.agent.instrumentation.asynchttpclient.client"
                    + ".TestedAsyncHttpClient",
                network.trust(),
                http2(),
                true);
    InstrumentedJvm.instrument(client.instrumentation());
  }

  @AfterEach
  final void close() throws Exception {
    client.close();
    assertThat(network.authorizer().failures()).as("failures inside advice").isEmpty();
  }

  @Test
  void a_refused_request_is_sent_once_more_with_another_token() {
    network.foundry().refuseNext(1);
    assertThat(status(post())).isEqualTo(200);
    assertTwoTokens();
  }

  @Test
  void a_second_refusal_reaches_the_application() {
    network.foundry().refuseNext(2);
    assertThat(status(post())).isEqualTo(401);
    assertTwoTokens();
  }

  @Test
  void a_stream_as_body_is_not_sent_twice_and_its_answer_does_not_wait() {
    network.authorizer().holdRenewals();
    network.foundry().refuseNext(1);
    assertThat(status(TestRequest.postOnce(network.target("/echo"), "once"))).isEqualTo(401);
    assertThat(seen()).hasSize(1);
  }

  @Test
  void the_answer_waits_for_a_token_that_is_on_its_way_and_no_thread_does() throws Exception {
    CompletableFuture<Integer> status = refusedWithoutAnotherToken();
    // More than the client has threads; the token is good for others meanwhile
    for (int i = 0; i < 4 * Runtime.getRuntime().availableProcessors(); i++) {
      assertThat(status(post())).isEqualTo(200);
    }
    assertThat(status).isNotDone();
    network.authorizer().renew();
    assertThat(status.get(30, SECONDS)).isEqualTo(200);
    assertThat(network.authorizer().questions())
        .filteredOn(question -> question.what().equals("refused"))
        .isNotEmpty()
        .noneMatch(TestAuthorizer.Question::mayWait);
  }

  @Test
  void where_the_token_does_not_come_the_application_has_the_answer() throws Exception {
    CompletableFuture<Integer> status = refusedWithoutAnotherToken();
    network.authorizer().keepToken();
    assertThat(status.get(30, SECONDS)).isEqualTo(401);
    assertThat(seen()).hasSize(1);
    assertThat(status(post())).as("the connection is as good as before").isEqualTo(200);
  }

  @Test
  void refusals_use_up_no_connections() {
    for (int i = 0; i < 12; i++) {
      network.foundry().refuseNext(1);
      assertThat(status(post())).isEqualTo(200);
    }
    assertThat(seen()).hasSize(24);
  }

  /** The status of a call whose refused answer is held. */
  private CompletableFuture<Integer> refusedWithoutAnotherToken() throws Exception {
    network.authorizer().holdRenewals();
    network.foundry().refuseNext(1);
    CompletableFuture<Integer> status = CompletableFuture.supplyAsync(() -> status(post()));
    network.authorizer().whenSomebodyWaits().get(60, SECONDS);
    assertThat(seen()).hasSize(1);
    return status;
  }

  private TestRequest post() {
    return TestRequest.post(network.target("/echo"), "a question");
  }

  private int status(TestRequest request) {
    try (TestResponse response = client.send(request)) {
      response.text();
      return response.status();
    } catch (IOException | InterruptedException e) {
      throw new CompletionException(e);
    }
  }

  private List<ReceivedRequest> seen() {
    return network.foundry().requests();
  }

  private void assertTwoTokens() {
    List<String> values = network.authorizer().values();
    assertThat(seen()).extracting(ReceivedRequest::bodyText).containsOnly("a question").hasSize(2);
    for (int i = 0; i < 2; i++) {
      // Compared to booleans: a failing assertion must not print a token
      assertThat(seen().get(i).header("authorization").equals(values.get(i))).isTrue();
    }
  }
}
