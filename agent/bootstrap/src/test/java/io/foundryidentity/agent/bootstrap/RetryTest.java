package io.foundryidentity.agent.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which refused hop is worth sending once more. */
class RetryTest {

  private final Object exchange = new Object();
  private final Answers agent = new Answers();

  @BeforeEach
  void install() {
    AuthorizationBridge.install(agent);
  }

  @AfterEach
  void leave() {
    AuthorizationBridge.install(null);
  }

  @Test
  void a_hop_that_was_none_of_ours_is_not() throws Exception {
    agent.answer = null;
    assertThat(authorize()).isNull();
    agent.answer = "Bearer x";
    assertThat(retry(exchange)).isFalse();
    AuthorizationBridge.markRefused(exchange);
    assertThat(AuthorizationBridge.wasRefused(exchange)).isFalse();
  }

  @Test
  void a_signed_hop_is_once() throws Exception {
    agent.answer = "Bearer x";
    assertThat(authorize()).isEqualTo("Bearer x");
    assertThat(retry(exchange)).isTrue();
    AuthorizationBridge.markRetry(exchange);
    assertThat(retry(exchange)).isFalse();
  }

  @Test
  void a_hop_that_went_unsigned_for_want_of_a_token_is_once_there_is_one() throws Exception {
    agent.answer = RequestAuthorizer.NO_TOKEN;
    assertThat(authorize()).isNull();
    AuthorizationBridge.markRefused(exchange);
    assertThat(AuthorizationBridge.wasRefused(exchange)).isTrue();
    assertThat(retry(exchange)).isFalse();
    agent.answer = "Bearer x";
    assertThat(retry(exchange)).isTrue();
    AuthorizationBridge.markRetry(exchange);
    assertThat(retry(exchange)).isFalse();
  }

  @Test
  void a_hop_that_was_answered_well_is_not() throws Exception {
    agent.answer = "Bearer x";
    authorize();
    AuthorizationBridge.answered(exchange);
    assertThat(retry(exchange)).isFalse();
  }

  @Test
  void that_a_hop_goes_without_tls_is_known_after_its_answer_too() {
    AuthorizationBridge.markUnencrypted(exchange);
    AuthorizationBridge.answered(exchange);
    assertThat(AuthorizationBridge.isUnencrypted(exchange)).isTrue();
  }

  @Test
  void the_failure_policy_does_not_turn_a_refusal_into_an_exception() throws Exception {
    agent.answer = RequestAuthorizer.NO_TOKEN;
    assertThat(authorize()).isNull();
    agent.failure = new FailurePolicyException("none");
    assertThat(retry(exchange)).isFalse();
  }

  @Test
  void a_refusal_is_told_of_what_was_sent_where_nobody_else_knows_it() throws Exception {
    agent.answer = "Bearer x";
    assertThat(AuthorizationBridge.refused(exchange, false)).isFalse();
    authorize();
    AuthorizationBridge.markRefused(exchange);
    assertThat(AuthorizationBridge.refused(exchange, false)).isTrue();
    assertThat(agent.refusal).isEqualTo("https host 443 / Bearer x false");
  }

  private String authorize() throws FailurePolicyException {
    return AuthorizationBridge.authorize(exchange, "https", "host", 443, "/", null, true);
  }

  private static boolean retry(Object exchange) {
    return AuthorizationBridge.retry(exchange, "https", "host", 443, "/", true);
  }

  private static final class Answers extends TestedAuthorizer {
    private String answer;
    private FailurePolicyException failure;
    private String refusal;

    @Override
    public String authorize(
        String scheme, String host, int port, String path, String existing, boolean mayWait)
        throws FailurePolicyException {
      if (failure != null) {
        throw failure;
      }
      return answer;
    }

    @Override
    public boolean refused(
        String scheme, String host, int port, String path, String sent, boolean mayWait) {
      refusal = String.join(" ", scheme, host, "" + port, path, sent, "" + mayWait);
      return true;
    }
  }
}
