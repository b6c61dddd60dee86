package io.foundryidentity.agent.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which refused hop is sent once more. */
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
    agent.answer = RequestTarget.NO_TOKEN;
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
    assertThat(AuthorizationBridge.answered(exchange, 200)).isFalse();
    assertThat(retry(exchange)).isFalse();
  }

  @Test
  void a_hop_whose_body_cannot_be_sent_twice_is_not_and_its_refusal_is_told() throws Exception {
    agent.answer = "Bearer x";
    AuthorizationBridge.markUnrepeatable(exchange);
    authorize();
    assertThat(retry(exchange)).isFalse();
    assertThat(agent.refusal).isEqualTo("host / Bearer x false");
  }

  @Test
  void only_a_refusal_of_a_hop_of_ours_is_said_to_be_one() throws Exception {
    assertThat(AuthorizationBridge.answered(exchange, 401)).isFalse();
    agent.answer = "Bearer x";
    authorize();
    assertThat(AuthorizationBridge.answered(exchange, 100)).isFalse();
    assertThat(AuthorizationBridge.answered(exchange, 401)).isTrue();
    assertThat(AuthorizationBridge.answered(exchange, 401)).isTrue();
    assertThat(AuthorizationBridge.answered(exchange, 503)).isFalse();
    assertThat(AuthorizationBridge.answered(exchange, 401)).isFalse();
  }

  @Test
  void a_retry_that_was_answered_otherwise_is_still_the_one_retry() throws Exception {
    agent.answer = "Bearer x";
    authorize();
    AuthorizationBridge.markRetry(exchange);
    AuthorizationBridge.answered(exchange, 503);
    authorize();
    assertThat(retry(exchange)).isFalse();
    AuthorizationBridge.answered(exchange, 200);
    authorize();
    assertThat(retry(exchange)).isTrue();
  }

  @Test
  void an_object_that_is_sent_again_and_left_alone_then_has_sent_nothing() throws Exception {
    agent.answer = "Bearer x";
    authorize();
    agent.answer = null;
    assertThat(authorize()).isNull();
    assertThat(AuthorizationBridge.answered(exchange, 401)).isFalse();
  }

  @Test
  void an_object_that_is_sent_again_to_somebody_else_has_sent_nothing_there() throws Exception {
    agent.answer = "Bearer x";
    authorize();
    TargetedRequest elsewhere = AuthorizationBridge.find("https", "host", 443, "/");
    assertThat(elsewhere.isProvenByCertificate(new NamedCertificate(List.of(2, "other"))))
        .isFalse();
    assertThat(elsewhere.authorize(exchange, null, true)).isNull();
    assertThat(AuthorizationBridge.answered(exchange, 401)).isFalse();
    assertThat(retry(exchange)).isFalse();
    assertThat(agent.refusal).isNull();
    assertThat(agent.failed).isNull();
  }

  @Test
  void an_object_whose_connection_nobody_looked_at_has_sent_nothing_and_that_is_told()
      throws Exception {
    agent.answer = "Bearer x";
    authorize();
    assertThat(AuthorizationBridge.find("https", "host", 443, "/").authorize(exchange, null, true))
        .isNull();
    assertThat(AuthorizationBridge.answered(exchange, 401)).isFalse();
    assertThat(agent.failed).hasMessageContaining("nothing proves");
  }

  @Test
  void what_was_sent_is_forgotten_on_demand_and_the_marks_are_not() throws Exception {
    agent.answer = "Bearer x";
    authorize();
    AuthorizationBridge.markRefused(exchange);
    AuthorizationBridge.forgetSent(exchange);
    AuthorizationBridge.refused(exchange);
    assertThat(agent.refusal).isNull();
    assertThat(AuthorizationBridge.wasRefused(exchange)).isTrue();
  }

  @Test
  void a_403_is_told_and_the_hop_forgotten() throws Exception {
    agent.answer = "Bearer x";
    authorize();
    assertThat(AuthorizationBridge.answered(exchange, 403)).isFalse();
    assertThat(agent.refusal).isEqualTo("forbidden host / Bearer x");
    assertThat(ExchangeNotes.of(exchange)).isNull();
  }

  @Test
  void a_target_that_is_gone_meanwhile_is_not_asked() throws Exception {
    agent.answer = "Bearer x";
    authorize();
    agent.gone = true;
    assertThat(retry(exchange)).isFalse();
    AuthorizationBridge.answered(exchange, 403);
    assertThat(agent.refusal).isNull();
  }

  @Test
  void that_a_hop_goes_to_nobody_is_known_after_its_answer_too() {
    KnownPeers.note(exchange, Peer.NOBODY);
    AuthorizationBridge.answered(exchange, 200);
    assertThat(KnownPeers.of(exchange)).isSameAs(Peer.NOBODY);
  }

  @Test
  void the_failure_policy_does_not_turn_a_refusal_into_an_exception() throws Exception {
    agent.answer = RequestTarget.NO_TOKEN;
    assertThat(authorize()).isNull();
    agent.failure = new FailurePolicyException("none");
    assertThat(retry(exchange)).isFalse();
  }

  @Test
  void a_refusal_is_told_of_what_was_sent_where_nobody_else_knows_it() throws Exception {
    agent.answer = "Bearer x";
    AuthorizationBridge.refused(exchange);
    assertThat(agent.refusal).isNull();
    authorize();
    AuthorizationBridge.markRefused(exchange);
    AuthorizationBridge.refused(exchange);
    assertThat(agent.refusal).isEqualTo("host / Bearer x false");
  }

  private String authorize() throws FailurePolicyException {
    TargetedRequest request = AuthorizationBridge.find("https", "host", 443, "/");
    assertThat(request.isProvenByCertificate(new NamedCertificate(List.of(2, "host")))).isTrue();
    return request.authorize(exchange, null, true);
  }

  private static boolean retry(Object exchange) {
    return AuthorizationBridge.retry(exchange, true);
  }

  private static final class Answers extends TestedTarget {
    private String answer;
    private FailurePolicyException failure;
    private String refusal;
    private Throwable failed;
    private boolean gone;

    @Override
    public void unproven(String fault) {}

    @Override
    public void adviceFailed(Throwable failure) {
      failed = failure;
    }

    @Override
    public RequestTarget now(String host, String path) {
      return gone ? null : this;
    }

    @Override
    public String authorize(String path, String existing, boolean mayWait)
        throws FailurePolicyException {
      if (failure != null) {
        throw failure;
      }
      return answer;
    }

    @Override
    public boolean refused(String host, String path, String sent, long waitMillis) {
      refusal = String.join(" ", host, path, sent, "" + (waitMillis > 0));
      return true;
    }

    @Override
    public void forbidden(String host, String path, String sent) {
      refusal = String.join(" ", "forbidden", host, path, sent);
    }
  }
}
