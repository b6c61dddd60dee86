package io.foundryidentity.agent.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests that are authorized below the client that may send them again. */
class LayeredRequestTest {

  private final Object request = new Object();
  private final Agent agent = new Agent();
  private final List<String> closed = new ArrayList<>();

  @BeforeEach
  void install() {
    AuthorizationBridge.install(agent);
  }

  @AfterEach
  void leave() {
    AuthorizationBridge.install(null);
  }

  @Test
  void a_request_whose_bearer_the_stack_says_was_refused_is_worth_a_retry() {
    given();
    stackRefuses(agent.present, "host");
    agent.next = bearer("two");
    assertThat(LayeredRequest.retry(request)).isTrue();
    assertThat(AuthorizationBridge.wasRefused(request)).isTrue();
    assertThat(agent.mayWait).isTrue();
  }

  @Test
  void one_that_the_stack_says_nothing_of_is_not() {
    given();
    agent.next = bearer("two");
    assertThat(LayeredRequest.retry(request)).isFalse();
    agent.present = bearer("three");
    assertThat(LayeredRequest.retry(request)).isFalse();
    assertThat(AuthorizationBridge.wasRefused(request)).isFalse();
  }

  @Test
  void one_whose_bearer_another_host_refused_is_not() {
    given();
    stackRefuses(agent.present, "other");
    agent.next = bearer("two");
    assertThat(LayeredRequest.retry(request)).isFalse();
  }

  @Test
  void one_that_was_never_given_away_or_goes_to_no_target_is_not() {
    stackRefuses(agent.present, "host");
    agent.next = bearer("two");
    assertThat(LayeredRequest.retry(request)).isFalse();
    String present = agent.present;
    agent.present = null;
    given();
    agent.present = present;
    assertThat(LayeredRequest.retry(request)).isFalse();
  }

  @Test
  void one_without_another_token_is_not() {
    given();
    stackRefuses(agent.present, "host");
    assertThat(LayeredRequest.retry(request)).isFalse();
  }

  @Test
  void one_whose_refused_bearer_was_replaced_meanwhile_is_at_once() {
    given();
    stackRefuses(agent.present, "host");
    agent.present = bearer("two");
    assertThat(LayeredRequest.retry(request)).isTrue();
  }

  @Test
  void one_that_was_given_away_before_the_first_token_is_judged_by_the_one_it_waited_for() {
    String first = agent.present;
    agent.policy = new FailurePolicyException("none yet");
    given();
    agent.policy = null;
    stackRefuses(first, "host");
    assertThat(held()).isNull();
    agent.present = bearer("two");
    assertThat(LayeredRequest.retry(request)).isTrue();
  }

  @Test
  void the_first_token_counts_even_if_it_is_replaced_before_anybody_asks() {
    String first = agent.present;
    agent.present = RequestTarget.NO_TOKEN;
    given();
    agent.present = first;
    stackRefuses(first, "host");
    agent.present = bearer("two");
    assertThat(LayeredRequest.retry(request)).isTrue();
  }

  @Test
  void one_that_never_got_a_token_is_not_taken_for_another_that_was_refused() {
    stackRefuses(agent.present, "host");
    agent.present = RequestTarget.NO_TOKEN;
    given();
    agent.present = bearer("two");
    assertThat(LayeredRequest.retry(request)).isFalse();
  }

  @Test
  void a_stack_that_forgets_its_hop_says_nothing() {
    given();
    LayeredRequest.refused(new Object());
    agent.next = bearer("two");
    assertThat(LayeredRequest.retry(request)).isFalse();
  }

  @Test
  void a_refused_bearer_that_nobody_has_any_more_still_tells_of_a_refusal() {
    RefusedBearers.add(bearer("gone"), "host");
    String last = RefusedBearers.last("HOST");
    assertThat(last).isIn("Bearer gone", "Bearer");
    RefusedBearers.forgetLast("Host");
    assertThat(RefusedBearers.last("host")).isNull();
  }

  @Test
  void an_answer_but_a_refusal_is_forgotten() {
    given();
    assertThat(LayeredRequest.answered(request, 401)).isTrue();
    assertThat(LayeredRequest.answered(request, 100)).isFalse();
    assertThat(LayeredRequest.answered(request, 401)).isTrue();
    assertThat(LayeredRequest.answered(request, 200)).isFalse();
    assertThat(LayeredRequest.answered(request, 401)).isFalse();
  }

  @Test
  void an_answer_is_held_once_and_goes_on_when_the_token_is_settled() {
    given();
    stackRefuses(agent.present, "host");
    agent.deferring = true;
    HeldAnswer answer = held();
    assertThat(answer).isNotNull();
    assertThat(answer.settled()).isNotDone();
    assertThat(held()).isNull();

    agent.present = bearer("two");
    agent.settled.run();
    assertThat(answer.settled()).isDone();
    assertThat(answer.apply(answer.settled().join())).isEqualTo("decided upon the answer");
    assertThat(LayeredRequest.retry(request)).isTrue();
    // It was held: the wait is over
    assertThat(agent.mayWait).isFalse();
  }

  @Test
  void an_answer_that_nobody_wants_any_more_is_closed_while_it_is_held_and_not_after() {
    given();
    stackRefuses(agent.present, "host");
    agent.deferring = true;
    HeldAnswer unwanted = held();
    unwanted.run();
    unwanted.run();
    assertThat(closed).hasSize(1);

    AuthorizationBridge.forget(request);
    given();
    HeldAnswer wanted = held();
    wanted.apply(wanted);
    wanted.run();
    assertThat(closed).hasSize(1);
  }

  @Test
  void nothing_is_held_where_no_token_is_on_its_way_or_none_was_refused() {
    given();
    agent.deferring = true;
    assertThat(held()).isNull();
    AuthorizationBridge.forget(request);
    given();
    stackRefuses(agent.present, "host");
    agent.deferring = false;
    assertThat(held()).isNull();
  }

  private void given() {
    LayeredRequest.given(request, "https", "host", 443, "/", null);
  }

  private void stackRefuses(String bearer, String host) {
    Object hop = new Object();
    TargetedRequest sent = new TargetedRequest(agent, true, host, 443, "/");
    sent.value = bearer;
    ExchangeNotes.remember(hop, sent);
    LayeredRequest.refused(hop);
  }

  private @Nullable HeldAnswer held() {
    try {
      return HeldAnswer.of(
          request,
          () -> closed.add("closed"),
          MethodHandles.lookup(),
          getClass().getDeclaredMethod("decide", String.class),
          this,
          new Object[] {"the answer"});
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  @SuppressWarnings({"unused", "MethodCanBeStatic"}) // called by reflection
  private String decide(String answer) {
    return "decided upon " + answer;
  }

  /** A new object for each, as in a cache: a constant would not be garbage-collected. */
  private static String bearer(String token) {
    return String.join(" ", "Bearer", token);
  }

  private static final class Agent extends TestedTarget {
    private @Nullable String present = bearer("one");
    private @Nullable String next;
    private @Nullable FailurePolicyException policy;
    private boolean deferring;
    private @Nullable Runnable settled;
    private boolean mayWait;

    @Override
    public @Nullable String authorize(String path, String existing, boolean mayWait)
        throws FailurePolicyException {
      if (policy != null) {
        throw policy;
      }
      return present;
    }

    @Override
    public boolean defer(String path, String existing, Runnable whenSettled) {
      settled = whenSettled;
      return deferring;
    }

    @Override
    public boolean refused(String host, String path, String sent, long waitMillis) {
      mayWait = waitMillis > 0;
      if (next != null) {
        present = next;
      }
      return !sent.equals(present);
    }

    @Override
    public boolean deferRefused(String path, String sent, Runnable whenSettled) {
      settled = whenSettled;
      return deferring;
    }
  }
}
