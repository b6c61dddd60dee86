package io.foundryidentity.agent.instrumentation.testing;

import static io.foundryidentity.agent.instrumentation.testing.TestedClient.Ability.REPEAT_HEADERS;
import static io.foundryidentity.agent.instrumentation.testing.TestedClient.Ability.STREAM_ANSWERS;
import static io.foundryidentity.agent.instrumentation.testing.TestedClient.Ability.TAKE_USER_INFO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.foundryidentity.simulator.ReceivedRequest;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A target gets exactly one token and none of the application's keys. */
interface AuthorizationCases extends ConformanceCases {

  @Test
  default void a_placeholder_bearer_is_replaced() throws Exception {
    assertSentAuthorized(get().with("Authorization", "Bearer placeholder"));
  }

  @Test
  default void a_placeholder_bearer_under_a_name_in_odd_case_is_replaced() throws Exception {
    assertSentAuthorized(get().with("aUTHORIZATION", "bearer placeholder"));
  }

  @Test
  default void an_authorization_that_is_no_bearer_is_replaced() throws Exception {
    assertSentAuthorized(get().with("Authorization", "placeholder-key"));
  }

  @Test
  default void two_authorizations_become_one() throws Exception {
    needs(REPEAT_HEADERS);
    assertSentAuthorized(
        get().with("Authorization", "Bearer one").with("Authorization", "Bearer two"));
  }

  @Test
  default void a_request_without_any_credential_is_authorized() throws Exception {
    assertSentAuthorized(get());
  }

  @Test
  default void an_api_key_is_taken_out() throws Exception {
    assertSentAuthorized(get().with("Api-KEY", "placeholder-key"));
  }

  @Test
  default void an_x_api_key_is_taken_out() throws Exception {
    assertSentAuthorized(get().with("x-API-key", "placeholder-key"));
  }

  @Test
  default void a_subscription_key_is_taken_out() throws Exception {
    assertSentAuthorized(get().with("Ocp-Apim-Subscription-Key", "placeholder-key"));
  }

  @Test
  default void several_keys_at_once_are_taken_out() throws Exception {
    assertSentAuthorized(
        get()
            .with("Authorization", "Bearer placeholder")
            .with("API-key", "placeholder-key")
            .with("X-Api-Key", "placeholder-key")
            .with("OCP-APIM-SUBSCRIPTION-KEY", "placeholder-key"));
  }

  @Test
  default void other_headers_stay() throws Exception {
    assertSentAuthorized(get().with("X-Other", "kept").with("Accept", "application/json"));
    assertThat(atFoundry().get(0).headers().all("x-other")).containsExactly("kept");
    assertThat(atFoundry().get(0).headers().all("accept")).containsExactly("application/json");
  }

  @Test
  default void a_target_on_a_loopback_literal_is_authorized_without_tls() throws Exception {
    assertSentAuthorized(TestRequest.get(network().plainTarget("/echo")));
  }

  @Test
  default void user_info_in_the_url_does_not_hide_a_target() throws Exception {
    needs(TAKE_USER_INFO);
    assertSentAuthorized(
        TestRequest.get(
            URI.create("https://user:secret@localhost:" + network().foundry().port() + "/echo")));
  }

  @Test
  default void the_path_is_told_as_it_is_sent() throws Exception {
    // Some clients resolve dot segments before they send; what was sent is what counts.
    String path = "/openai/v1/models;v=1/%2e%2E/a%20b%2Fc";
    status(TestRequest.get(network().target(path + "?api-version=1&q=%20")));
    assertThat(atFoundry().get(0).pathOnly()).startsWith("/openai/v1/").endsWith("/a%20b%2Fc");
    assertToldAsSent();
  }

  default void assertToldAsSent() {
    String sent = atFoundry().get(0).pathOnly();
    assertThat(network().authorizer().questions())
        .filteredOn(question -> question.what().equals("authorize"))
        .isNotEmpty()
        .extracting(TestAuthorizer.Question::path)
        .containsOnly(sent);
  }

  @Test
  default void a_request_is_counted_once() throws Exception {
    assertSentAuthorized(get());
    assertThat(network().authorizer().questions())
        .filteredOn(question -> question.what().equals("authorize"))
        .hasSize(1);
  }

  /** Otherwise each note would stay until the garbage collector finds it. */
  @Test
  default void a_request_that_is_answered_well_is_forgotten() throws Exception {
    Set<Object> before = RememberedBearers.now();
    for (int i = 0; i < 5; i++) {
      assertThat(status(get())).isEqualTo(200);
    }
    Set<Object> left = RememberedBearers.now();
    left.removeAll(before); // Notes of earlier cases, which may be collected at any time
    assertThat(left.size()).as("remembered of five requests").isLessThan(5);
  }

  /**
   * Several cases for one assertion: from them, the page of supported clients takes which clients
   * have HTTP/2.
   */
  @Test
  default void it_goes_out_as_http_1() throws Exception {
    assertSentAs("HTTP/1.1");
  }

  @Test
  default void it_goes_out_as_http_2() throws Exception {
    assertSentAs("HTTP/2");
  }

  @Test
  default void it_goes_out_as_http_3() throws Exception {
    assertSentAs("HTTP/3");
  }

  default void assertSentAs(String version) throws Exception {
    assumeTrue(tested().version().equals(version), "the client is tested in another version");
    assertSentAuthorized(get());
    assertThat(atFoundry().get(0).version()).isEqualTo(version);
  }

  @Test
  default void a_request_that_comes_before_the_first_token_waits_for_it() throws Exception {
    TestAuthorizer authorizer = network().authorizer();
    authorizer.holdTokens();
    CompletableFuture<Integer> answer = new CompletableFuture<>();
    Thread caller =
        new Thread(
            () -> {
              try {
                answer.complete(status(get()));
              } catch (Throwable failure) {
                answer.completeExceptionally(failure);
              }
            });
    caller.start();
    CompletableFuture.anyOf(authorizer.whenSomebodyWaits(), answer).get(60, TimeUnit.SECONDS);
    assertThat(answer).as("the answer to a request without a token").isNotDone();
    assertThat(atFoundry()).isEmpty();

    authorizer.releaseTokens();
    assertThat(answer.get(60, TimeUnit.SECONDS)).isEqualTo(200);
    assertSigned(atFoundry().get(0));
  }

  @Test
  default void the_applications_own_objects_never_show_the_token() throws Exception {
    try (TestResponse response = tested().send(get().with("X-Other", "kept"))) {
      response.text();
      String token = network().authorizer().values().get(0).substring("Bearer ".length());
      assertThat(response.visibleRequest()).containsIgnoringCase("x-other");
      assertThat(response.visibleRequest().contains(token)).as("token in sight").isFalse();
    }
    assertSigned(atFoundry().get(0));
  }

  @Test
  default void a_body_and_its_answer_arrive_whole() throws Exception {
    String body = "a question, asked many times; ".repeat(4_000);
    try (TestResponse response = tested().send(TestRequest.post(network().target("/echo"), body))) {
      assertThat(response.status()).isEqualTo(200);
      assertThat(response.text()).contains(body);
    }
    assertThat(atFoundry().get(0).bodyText()).isEqualTo(body);
    assertSigned(atFoundry().get(0));
  }

  @Test
  default void a_one_shot_body_arrives_whole() throws Exception {
    String body = "asked once; ".repeat(1_000);
    assertThat(status(TestRequest.postOnce(network().target("/echo"), body))).isEqualTo(200);
    assertThat(atFoundry().get(0).bodyText()).isEqualTo(body);
    assertSigned(atFoundry().get(0));
  }

  @Test
  default void a_stream_is_read_while_it_is_written() throws Exception {
    needs(STREAM_ANSWERS);
    network().foundry().pauseStreams();
    TestRequest request =
        TestRequest.post(
                network().target("/openai/v1/chat/completions"),
                "{\"model\":\"gpt-4o\",\"stream\":true}")
            .with("Content-Type", "application/json");
    try (TestResponse response = tested().send(request);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      assertThat(response.status()).isEqualTo(200);
      assertThat(lines.readLine()).startsWith("data: ");
      network().foundry().resumeStreams();
      assertThat(lines.lines().toList()).contains("data: [DONE]");
    }
    assertSigned(atFoundry().get(0));
  }

  @Test
  default void sixty_four_requests_at_once_are_authorized_once_each() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(64);
    try {
      List<Future<Integer>> answers = new ArrayList<>();
      Set<String> bodies = new HashSet<>();
      for (int i = 0; i < 64; i++) {
        String body = "question " + i;
        bodies.add(body);
        TestRequest request =
            TestRequest.post(network().target("/echo"), body).with("api-key", "placeholder-key");
        answers.add(threads.submit(() -> status(request)));
      }
      for (Future<Integer> answer : answers) {
        assertThat(answer.get()).isEqualTo(200);
      }
      assertThat(atFoundry())
          .extracting(ReceivedRequest::bodyText)
          .containsExactlyInAnyOrderElementsOf(bodies);
      atFoundry().forEach(this::assertSigned);
    } finally {
      threads.shutdownNow();
    }
  }

  private TestRequest get() {
    return TestRequest.get(network().target("/echo"));
  }

  private void assertSentAuthorized(TestRequest request) throws Exception {
    assertThat(status(request)).isEqualTo(200);
    assertThat(atFoundry()).hasSize(1);
    assertSigned(atFoundry().get(0));
  }
}
