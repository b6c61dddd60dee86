package io.foundryidentity.agent.instrumentation.azurecore;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.FixedDelay;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.core.http.policy.RetryPolicy;
import com.azure.core.util.BinaryData;
import io.foundryidentity.agent.instrumentation.testing.TestAuthorizer;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;

/** The additional cases if azure-core itself makes the retry. */
abstract class StackWithoutRetryCases extends TransportCases {

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void the_answer_waits_for_a_token_that_is_on_its_way(boolean sync) throws Exception {
    CompletableFuture<Integer> status = refusedWithoutAnotherToken(sync);
    assertThat(seen()).hasSize(1);
    network().authorizer().renew();
    assertThat(status.get(30, SECONDS)).isEqualTo(200);
    assertTwoTokens();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void where_the_token_does_not_come_the_application_has_the_answer(boolean sync) throws Exception {
    CompletableFuture<Integer> status = refusedWithoutAnotherToken(sync);
    network().authorizer().keepToken();
    assertThat(status.get(30, SECONDS)).isEqualTo(401);
    assertThat(seen()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_request_that_has_waited_for_the_first_token_has_its_retry_too(boolean sync)
      throws Exception {
    network().authorizer().holdTokens();
    network().foundry().refuseNext(1);
    CompletableFuture<Integer> status =
        CompletableFuture.supplyAsync(() -> status(sync, retrying(3), post()));
    network().authorizer().whenSomebodyWaits().get(30, SECONDS);
    network().authorizer().releaseTokens();
    assertThat(status.get(30, SECONDS)).isEqualTo(200);
    assertTwoTokens();
  }

  @Test
  void an_asynchronous_retry_is_made_at_once() {
    network().foundry().refuseNext(1);
    assertThat(status(false, retrying(1, Duration.ofHours(1)), post())).isEqualTo(200);
    assertTwoTokens();
  }

  @Test
  void nobody_blocks_an_event_loop_meanwhile() throws Exception {
    network().authorizer().holdRenewals();
    network().foundry().refuseNext(1);
    CompletableFuture<HttpResponse> held = retrying(3).send(post()).toFuture();
    network().authorizer().whenSomebodyWaits().get(30, SECONDS);
    // The token that this target refused once is good for others meanwhile
    for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
      assertThat(status(false, retrying(3), post())).isEqualTo(200);
    }
    assertThat(held).isNotDone();
    network().authorizer().renew();
    assertThat(held.get(30, SECONDS).getStatusCode()).isEqualTo(200);
    assertThat(network().authorizer().questions())
        .filteredOn(question -> question.what().equals("refused"))
        .isNotEmpty()
        .noneMatch(TestAuthorizer.Question::mayWait);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void answers_that_come_meanwhile_are_not_cut_off(boolean sync) throws Exception {
    CompletableFuture<Integer> held = refusedWithoutAnotherToken(sync);
    // As many as fit into a pool of five; one may use the connection with the unread refused answer
    network().foundry().pauseStreams();
    List<HttpResponse> streaming = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      streaming.add(retrying(3).send(stream()).block());
    }
    network().authorizer().renew();
    assertThat(held.get(30, SECONDS)).isEqualTo(200);
    network().foundry().resumeStreams();
    for (HttpResponse answer : streaming) {
      assertThat(answer.getBodyAsString().block()).contains("data: [DONE]");
    }
  }

  /** The status of a call whose refused answer now waits for the authorizer. */
  private CompletableFuture<Integer> refusedWithoutAnotherToken(boolean sync) throws Exception {
    network().authorizer().holdRenewals();
    network().foundry().refuseNext(1);
    CompletableFuture<Integer> status =
        CompletableFuture.supplyAsync(() -> status(sync, retrying(3), post()));
    network().authorizer().whenSomebodyWaits().get(30, SECONDS);
    return status;
  }

  private HttpRequest stream() {
    return post(
        network().target("/openai/v1/chat/completions"),
        BinaryData.fromString("{\"model\":\"gpt-4o\",\"stream\":true}"));
  }

  @Test
  void a_caller_who_goes_away_meanwhile_leaves_no_connection_behind() throws Exception {
    CompletableFuture<Void> closed = new CompletableFuture<>();
    HttpPipeline pipeline = watched(closed);
    network().authorizer().holdRenewals();
    network().foundry().refuseNext(1);
    Disposable call = pipeline.send(post()).subscribe();
    network().authorizer().whenSomebodyWaits().get(30, SECONDS);
    assertThat(closed).isNotDone();
    call.dispose();
    closed.get(30, SECONDS);
    network().authorizer().renew();
    assertThat(status(false, pipeline, post())).isEqualTo(200);
    assertThat(seen()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void the_refused_answer_is_closed_before_the_retry(boolean sync) throws Exception {
    CompletableFuture<Void> closed = new CompletableFuture<>();
    network().foundry().refuseNext(1);
    assertThat(status(sync, watched(closed), post())).isEqualTo(200);
    assertThat(closed).isDone();
  }

  /** A pipeline that reports when a 401 answer is closed. */
  private HttpPipeline watched(CompletableFuture<Void> closed) {
    return Pipelines.of(
        transport(),
        new RetryPolicy(new FixedDelay(3, Duration.ZERO)),
        (context, next) ->
            next.process()
                .map(
                    answer ->
                        answer.getStatusCode() == 401
                            ? new WatchedResponse(answer, closed)
                            : answer));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void refusals_use_up_no_connections(boolean sync) {
    for (int i = 0; i < 12; i++) {
      network().foundry().refuseNext(1);
      assertThat(status(sync, retrying(0), post())).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_pipeline_without_a_retry_policy_has_no_retry(boolean sync) {
    network().foundry().refuseNext(1);
    HttpPipeline pipeline = Pipelines.of(transport());
    assertThat(status(sync, pipeline, post())).isEqualTo(401);
    assertThat(status(sync, pipeline, post())).isEqualTo(200);
    assertThat(seen()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_strategy_that_retries_refusals_itself_keeps_its_count(boolean sync) {
    network().foundry().refuseNext(10);
    HttpPipelinePolicy eager =
        new RetryPolicy(
            new FixedDelay(2, Duration.ZERO) {
              @Override
              public boolean shouldRetry(HttpResponse response) {
                return response.getStatusCode() == 401;
              }
            });
    assertThat(status(sync, Pipelines.of(transport(), eager), post())).isEqualTo(401);
    assertThat(seen()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_body_that_cannot_be_repeated_is_not_sent_twice(boolean sync) {
    network().foundry().refuseNext(1);
    assertThat(status(sync, retrying(0), post(network().target("/echo"), once()))).isEqualTo(401);
    assertThat(seen()).hasSize(1);
    // The next request has another token all the same
    assertThat(network().authorizer().values()).hasSize(2);
  }

  static BinaryData once() {
    byte[] text = "a question".getBytes(StandardCharsets.UTF_8);
    return BinaryData.fromStream(
        new ByteArrayInputStream(text) {
          @Override
          public boolean markSupported() {
            return false;
          }
        });
  }
}
