package io.foundryidentity.agent.core.token;

import static io.foundryidentity.agent.core.token.SimulatedTime.HOUR;
import static io.foundryidentity.agent.core.token.SimulatedTime.MINUTE;
import static io.foundryidentity.agent.core.token.SimulatedTime.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Targets that answer 401, in simulated time: no caller waits, each asks again later. */
class TokenCacheRefusalTest {

  private final SimulatedTime time = new SimulatedTime();
  private final SimulatedIssuer issuer = new SimulatedIssuer(time);
  private final TokenCache cache =
      new TokenCache("identity", issuer, time, time, () -> 0, new RecordedEvents());
  private final RefusalBudget target = new RefusalBudget();
  private final RefusalBudget stranger = new RefusalBudget();

  @BeforeEach
  void a_token_is_there() {
    issuer.life = 24 * HOUR;
    cache.prefetch();
    time.settle();
  }

  private String refused(String sent, RefusalBudget budget) throws InterruptedException {
    BearerToken token = cache.refused("Bearer " + sent, budget, 0);
    return token == null ? null : token.authorization();
  }

  private String current() {
    BearerToken token = cache.current();
    return token == null ? null : token.authorization();
  }

  @Test
  void a_token_that_is_not_the_present_one_is_answered_with_that_and_no_request() throws Exception {
    assertThat(refused("older", target)).isEqualTo("Bearer t1");
    assertThat(issuer.asked()).isEqualTo(1);
  }

  @Test
  void the_present_token_refused_leads_to_one_request() throws Exception {
    for (int i = 0; i < 1_000; i++) {
      assertThat(refused("t1", target)).isNull();
      assertThat(current()).isEqualTo("Bearer t1");
    }
    time.settle();
    assertThat(issuer.asked()).isEqualTo(2);
    assertThat(refused("t1", target)).isEqualTo("Bearer t2");
    assertThat(issuer.asked()).isEqualTo(2);
  }

  @Test
  void a_fresh_token_refused_closes_that_targets_budget_for_five_minutes() throws Exception {
    refused("t1", target);
    time.settle();
    assertThat(refused("t2", target)).isNull();
    time.pass(5 * MINUTE - 1);
    assertThat(refused("t2", target)).isNull();
    time.settle();
    assertThat(issuer.asked()).isEqualTo(2);
    time.pass(1);
    assertThat(refused("t2", target)).isNull();
    time.settle();
    assertThat(issuer.asked()).isEqualTo(3);
  }

  @Test
  void a_target_that_always_refuses_costs_twelve_requests_an_hour_and_others_lose_nothing()
      throws Exception {
    for (int second = 0; second < 6 * 3_600; second++) {
      refused(current().substring("Bearer ".length()), target);
      time.pass(SECOND);
      assertThat(current()).isNotNull();
    }
    assertThat(issuer.asked()).isBetween(2, 6 * 12 + 2);
  }

  @Test
  void the_same_token_from_a_forced_request_closes_the_budget_of_that_target_alone()
      throws Exception {
    BearerToken only = cache.current();
    issuer.answers(() -> only);
    refused("t1", target);
    time.settle();
    assertThat(issuer.asked()).isEqualTo(2);
    for (int i = 0; i < 299; i++) {
      assertThat(refused("t1", target)).isNull();
      time.pass(SECOND);
    }
    assertThat(issuer.asked()).isEqualTo(2);
    refused("t1", stranger);
    time.settle();
    assertThat(issuer.asked()).isEqualTo(3);
    assertThat(current()).isEqualTo("Bearer t1");
  }

  @Test
  void a_refusal_during_a_refresh_that_brings_a_new_token_makes_no_request_of_its_own()
      throws Exception {
    issuer.latency = 10 * SECOND;
    time.schedule(() -> refusedQuietly("t1"), 12 * HOUR + SECOND);
    time.pass(12 * HOUR + MINUTE);
    assertThat(issuer.asked()).isEqualTo(2);
    assertThat(current()).isEqualTo("Bearer t2");
  }

  @Test
  void a_refusal_during_a_refresh_that_brings_the_refused_token_makes_no_request_of_its_own()
      throws Exception {
    BearerToken first = cache.current();
    issuer.latency = 10 * SECOND;
    issuer.answers(() -> first);
    time.schedule(() -> refusedQuietly("t1"), 12 * HOUR + SECOND);
    time.pass(12 * HOUR + MINUTE);
    assertThat(issuer.asked()).isEqualTo(2);
    assertThat(issuer.mostInFlight).isEqualTo(1);
    assertThat(current()).isEqualTo("Bearer t1");
    assertThat(cache.isFreshTokenRefused(target)).isTrue();
    assertThat(cache.isFreshTokenRefused(stranger)).isFalse();
    issuer.works();
    time.pass(5 * MINUTE);
    refused("t1", target);
    time.pass(10 * SECOND);
    assertThat(refused("t1", target)).isEqualTo("Bearer t2");
  }

  @Test
  void a_new_token_that_a_refusal_waited_for_is_fresh_whoever_started_the_request()
      throws Exception {
    issuer.latency = 10 * SECOND;
    time.schedule(() -> refusedQuietly("t1"), 12 * HOUR + SECOND);
    time.pass(12 * HOUR + MINUTE);
    assertThat(refused("t2", target)).isNull();
    time.pass(MINUTE);
    assertThat(issuer.asked()).isEqualTo(2);
    assertThat(cache.isFreshTokenRefused(target)).isTrue();
  }

  @Test
  void a_forced_request_that_fails_leaves_the_token_to_others_and_backs_off() throws Exception {
    issuer.fails();
    refused("t1", target);
    time.settle();
    assertThat(current()).isEqualTo("Bearer t1");
    refused("t1", target);
    refused("t1", stranger);
    time.settle();
    assertThat(issuer.asked()).isEqualTo(2);
    issuer.works();
    time.pass(SECOND);
    assertThat(refused("t1", target)).isEqualTo("Bearer t2");
  }

  @Test
  void a_target_that_refuses_while_the_token_dies_gets_its_successor() throws Exception {
    issuer.fails();
    time.pass(24 * HOUR);
    issuer.works();
    assertThat(refused("t1", target)).isNull();
    time.pass(MINUTE);
    assertThat(refused("t1", target)).isEqualTo("Bearer t2");
  }

  @Test
  void an_answer_is_held_back_until_the_forced_request_has_ended() {
    List<String> told = new ArrayList<>();
    issuer.latency = 10 * SECOND;
    assertThat(deferred("t1", told)).isTrue();
    assertThat(deferred("t1", told)).isTrue();
    assertThat(told).isEmpty();
    time.settle();
    assertThat(told).containsExactly("Bearer t2", "Bearer t2");
    time.pass(HOUR);
    assertThat(told).hasSize(2);
    assertThat(issuer.asked()).isEqualTo(2);
  }

  @Test
  void no_answer_is_held_back_where_another_token_is_there_or_none_is_on_its_way()
      throws Exception {
    List<String> told = new ArrayList<>();
    assertThat(deferred("older", told)).isFalse();
    refused("t1", target);
    time.settle();
    assertThat(deferred("t1", told)).isFalse();
    // This token is fresh, so the identity is refused
    assertThat(deferred("t2", told)).isFalse();
    time.pass(MINUTE);
    assertThat(told).isEmpty();
    assertThat(issuer.asked()).isEqualTo(2);
  }

  @Test
  void an_answer_held_back_goes_on_when_the_forced_request_fails_or_brings_the_same() {
    List<String> told = new ArrayList<>();
    issuer.fails();
    deferred("t1", told);
    time.settle();
    assertThat(told).containsExactly("Bearer t1");
    issuer.works();
    time.pass(5 * MINUTE);
    BearerToken present = cache.current();
    issuer.answers(() -> present);
    assertThat(deferred(present.authorization().substring("Bearer ".length()), told)).isTrue();
    time.settle();
    assertThat(told).containsExactly("Bearer t1", present.authorization());
  }

  @Test
  void an_answer_held_back_during_a_refresh_goes_on_when_that_ends_whatever_it_brings() {
    List<String> told = new ArrayList<>();
    BearerToken first = cache.current();
    issuer.latency = 10 * SECOND;
    issuer.answers(() -> first);
    time.schedule(() -> deferred("t1", told), 12 * HOUR + SECOND);
    time.pass(12 * HOUR + 12 * SECOND);
    assertThat(told).containsExactly("Bearer t1");
    issuer.works();
    time.pass(5 * MINUTE);
    time.schedule(() -> deferred("t1", told), SECOND);
    time.pass(MINUTE);
    assertThat(told).containsExactly("Bearer t1", "Bearer t2");
    assertThat(issuer.asked()).isEqualTo(3);
  }

  @Test
  void no_answer_is_held_back_for_longer_than_it_may_be() {
    List<String> told = new ArrayList<>();
    issuer.latency = HOUR;
    time.schedule(() -> deferred("t1", told), SECOND);
    time.pass(MINUTE + SECOND);
    assertThat(told).containsExactly("Bearer t1");
  }

  private boolean deferred(String sent, List<String> told) {
    return cache.deferRefused("Bearer " + sent, target, MINUTE, () -> told.add(current()));
  }

  private void refusedQuietly(String sent) {
    try {
      refused(sent, target);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
