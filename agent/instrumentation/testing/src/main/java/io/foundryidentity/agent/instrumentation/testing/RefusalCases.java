package io.foundryidentity.agent.instrumentation.testing;

import static io.foundryidentity.agent.instrumentation.testing.TestedClient.Ability.FOLLOW_REDIRECTS;
import static io.foundryidentity.agent.instrumentation.testing.TestedClient.Ability.RETRY_401;
import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.simulator.ReceivedRequest;
import io.foundryidentity.simulator.Refusal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** A refused token is replaced: at once if the client can send again, else for its next call. */
interface RefusalCases extends ConformanceCases {

  @Test
  default void a_refused_request_is_sent_once_more_with_another_token() throws Exception {
    needs(RETRY_401);
    network().foundry().refuseNext(1);
    assertThat(status(post())).isEqualTo(200);
    assertTwoTokens(2);
  }

  @Test
  default void a_good_answer_says_that_its_token_was_accepted() throws Exception {
    assertThat(status(post())).isEqualTo(200);
    TestAuthorizer authorizer = network().authorizer();
    String sent = authorizer.values().get(0);
    // A client may tell it after its caller has got the answer
    assertThat(authorizer.comesTrue(() -> authorizer.accepted().equals(sent)))
        .as("told to be accepted")
        .isTrue();
  }

  @Test
  default void after_a_retry_the_applications_own_objects_show_no_token() throws Exception {
    needs(RETRY_401);
    network().foundry().refuseNext(1);
    try (TestResponse response = tested().send(post())) {
      assertThat(response.status()).isEqualTo(200);
      // Every token is a JWT, which begins like this
      assertThat(response.visibleRequest().contains("Bearer eyJ")).as("token in sight").isFalse();
    }
    assertTwoTokens(2);
  }

  @Test
  default void a_second_refusal_reaches_the_application() throws Exception {
    needs(RETRY_401);
    network().foundry().refuseNext(2);
    assertThat(status(post())).isEqualTo(401);
    assertTwoTokens(2);
  }

  @Test
  default void a_403_is_told_and_reaches_the_application() throws Exception {
    network().foundry().refuseAll(Refusal.FORBIDDEN);
    assertThat(status(post())).isEqualTo(403);
    assertThat(atFoundry()).hasSize(1);
    TestAuthorizer authorizer = network().authorizer();
    assertThat(
            authorizer.comesTrue(
                () ->
                    authorizer.questions().stream()
                        .anyMatch(question -> question.what().equals("forbidden"))))
        .isTrue();
  }

  @Test
  default void after_two_refusals_the_next_call_has_a_third_token() throws Exception {
    needs(RETRY_401);
    network().foundry().refuseNext(2);
    assertThat(status(post())).isEqualTo(401);
    assertThat(status(post())).isEqualTo(200);
    assertThat(atFoundry()).hasSize(3);
    assertSigned(atFoundry().get(2), network().authorizer().values().get(2));
  }

  @Test
  default void a_refused_request_may_be_sent_again_in_every_later_call() throws Exception {
    needs(RETRY_401);
    for (int i = 0; i < 3; i++) {
      network().foundry().refuseNext(1);
      assertThat(status(post())).isEqualTo(200);
    }
    assertThat(atFoundry()).hasSize(6);
  }

  @Test
  default void a_request_that_was_sent_without_a_token_is_sent_again_with_one() throws Exception {
    needs(RETRY_401);
    network().authorizer().haveNoTokenUntil(() -> !atFoundry().isEmpty());
    assertThat(status(post().with("Authorization", "Bearer placeholder"))).isEqualTo(200);
    assertThat(atFoundry()).hasSize(2);
    assertNoToken(atFoundry().get(0));
    assertSigned(atFoundry().get(1));
  }

  @Test
  default void a_request_that_was_sent_without_a_token_is_not_sent_again_while_there_is_none()
      throws Exception {
    network().authorizer().haveNoToken();
    assertThat(status(post().with("Authorization", "Bearer placeholder"))).isEqualTo(401);
    assertThat(atFoundry()).hasSize(1);
  }

  @Test
  default void without_another_way_the_next_call_heals() throws Exception {
    network().foundry().refuseNext(1);
    int first = status(post());
    assertThat(first).isEqualTo(tested().abilities().contains(RETRY_401) ? 200 : 401);
    assertThat(status(post())).isEqualTo(200);
    List<ReceivedRequest> seen = atFoundry();
    assertSigned(seen.get(0));
    assertSigned(seen.get(seen.size() - 1), network().authorizer().values().get(1));
  }

  @Test
  default void a_one_shot_body_is_not_sent_twice_and_the_next_call_heals() throws Exception {
    network().foundry().refuseNext(1);
    try {
      int refused = status(TestRequest.postOnce(network().target("/echo"), "asked once"));
      assertThat(refused).isEqualTo(401);
    } catch (IOException clientsOwnWay) {
      // Some clients throw this for any 401 after a streamed body
      assertThat(clientsOwnWay).hasMessageNotContaining("eyJ");
    }
    assertThat(atFoundry()).hasSize(1);
    assertThat(atFoundry().get(0).bodyText()).isEqualTo("asked once");
    assertThat(status(post())).isEqualTo(200);
    assertThat(atFoundry()).hasSize(2);
    assertSigned(atFoundry().get(1), network().authorizer().values().get(1));
  }

  @Test
  default void a_redirect_after_a_refusal_still_loses_the_token() throws Exception {
    needs(RETRY_401, FOLLOW_REDIRECTS);
    network().foundry().refuseNext(1);
    assertThat(status(post())).isEqualTo(200);
    String redirect = TestNetwork.redirect(307, network().stranger("/echo"));
    TestRequest request = TestRequest.get(network().target(redirect)).followingRedirects();
    assertThat(status(request)).isEqualTo(200);
    assertNoToken(atStranger());
  }

  @Test
  default void a_redirect_that_ends_in_a_refusal_is_sent_again_there() throws Exception {
    needs(RETRY_401, FOLLOW_REDIRECTS);
    network().foundry().refuseNext(1);
    String redirect = TestNetwork.redirect(307, network().target("/echo"));
    TestRequest request = TestRequest.get(network().otherName(redirect)).followingRedirects();
    assertThat(status(request)).isEqualTo(200);
    List<ReceivedRequest> seen = atFoundry();
    assertNoToken(seen.get(0));
    assertSigned(seen.get(seen.size() - 1), network().authorizer().values().get(1));
  }

  @Test
  default void many_refusals_at_once_cost_no_call_more_than_one_retry() throws Exception {
    needs(RETRY_401);
    assertThat(status(post())).isEqualTo(200);
    network().foundry().clear();
    network().foundry().revoke();
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try {
      List<Future<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        answers.add(threads.submit(() -> status(post())));
      }
      for (Future<Integer> answer : answers) {
        assertThat(answer.get()).isEqualTo(200);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(atFoundry()).hasSizeBetween(17, 32);
    assertThat(network().authorizer().values()).hasSize(2);
  }

  private TestRequest post() {
    return TestRequest.post(network().target("/echo"), "a question");
  }

  private void assertTwoTokens(int requests) {
    assertThat(atFoundry()).hasSize(requests);
    assertSigned(atFoundry().get(0), network().authorizer().values().get(0));
    assertSigned(atFoundry().get(1), network().authorizer().values().get(1));
    assertThat(atFoundry())
        .extracting(ReceivedRequest::bodyText)
        .containsOnly("a question")
        .hasSize(requests);
  }
}
