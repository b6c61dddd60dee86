package io.foundryidentity.agent.instrumentation.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the agent still knows of a request after its answer. */
class AnsweredTest extends SignedFoundry {

  private final OkHttpClient client = new OkHttpClient();

  @BeforeEach
  void hasInterceptors() {
    assumeThat(getClass().getResource("/okhttp3/internal/http/RetryAndFollowUpInterceptor.class"))
        .as("3.4 or later")
        .isNotNull();
  }

  @Test
  void of_one_that_was_answered_well_nothing() throws Exception {
    assertThat(isKnown(OkHttpTest.call(client, request()), 200)).isFalse();
  }

  @Test
  void of_one_that_was_refused_enough_to_judge_the_refusal() throws Exception {
    simulator().foundry().refuseNext(2); // The second one refuses the agent's own retry

    assertThat(isKnown(OkHttpTest.call(client, request()), 401)).isTrue();
  }

  private static Request request() {
    return OkHttpTest.request(https() + "/echo").build();
  }

  private static boolean isKnown(Response response, int status) {
    assertThat(response.code()).isEqualTo(status);
    Request sent = response.networkResponse().request();
    AuthorizationBridge.markRefused(sent);
    return AuthorizationBridge.wasRefused(sent);
  }
}
