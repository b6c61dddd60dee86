package io.foundryidentity.agent.core.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.core.token.BearerToken;
import io.foundryidentity.agent.core.token.SimulatedIssuer;
import io.foundryidentity.agent.core.token.SimulatedTime;
import io.foundryidentity.agent.core.token.TokenCache;
import io.foundryidentity.agent.core.token.TokenLog;
import io.foundryidentity.agent.core.token.TokenSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One target's scope, in simulated time: no caller waits, each asks again later. */
class ScopedTokensTest {

  private final SimulatedTime time = new SimulatedTime();
  private final Map<String, SimulatedIssuer> issuers = new HashMap<>();
  private final Map<String, TokenCache> caches = new HashMap<>();
  private final ScopedTokens tokens =
      new ScopedTokens("https://target", "first", "other", this::cache, time);

  private TokenCache cache(String scope) {
    SimulatedIssuer issuer = issuer(scope);
    TokenSource named =
        () -> {
          BearerToken token = issuer.fetch();
          String text = scope + token.authorization().substring("Bearer t".length());
          return new BearerToken(text, token.expiresAtMillis(), 0);
        };
    return caches.computeIfAbsent(
        scope, unseen -> new TokenCache(scope, named, time, time, () -> 0, new TokenLog()));
  }

  private SimulatedIssuer issuer(String scope) {
    return issuers.computeIfAbsent(scope, unseen -> new SimulatedIssuer(time));
  }

  private @Nullable String signs() {
    return text(tokens.current().current());
  }

  private @Nullable String refused(String sent) throws InterruptedException {
    return text(tokens.refused("Bearer " + sent, 0));
  }

  private static @Nullable String text(@Nullable BearerToken token) {
    return token == null ? null : token.authorization().substring("Bearer ".length());
  }

  /** Authorizes once, so that a token for the first scope is there. */
  private void begin() {
    signs();
    time.settle();
    assertThat(signs()).isEqualTo("first1");
  }

  private void switchOver() throws InterruptedException {
    begin();
    refused("first1");
    time.settle();
    assertThat(signs()).isEqualTo("other1");
  }

  @Test
  void without_a_refusal_the_other_scope_is_never_asked_for() {
    begin();
    time.pass(SimulatedTime.HOUR);

    assertThat(issuer("other").asked()).isZero();
  }

  @Test
  void the_first_answer_refused_is_followed_by_the_other_scopes_token() throws Exception {
    begin();

    assertThat(refused("first1")).isNotEqualTo("first1");
    time.settle();

    assertThat(signs()).isEqualTo("other1");
    assertThat(refused("first1")).as("a straggler").isEqualTo("other1");
  }

  @Test
  void until_that_one_is_there_the_first_scopes_is_sent() throws Exception {
    begin();
    issuer("other").latency = 2 * SimulatedTime.SECOND;

    refused("first1");

    assertThat(signs()).startsWith("first");
    time.pass(3 * SimulatedTime.SECOND);
    assertThat(signs()).isEqualTo("other1");
  }

  @Test
  void an_answer_can_be_held_back_until_then() throws Exception {
    begin();
    AtomicInteger settled = new AtomicInteger();

    boolean held = tokens.deferRefused("Bearer first1", 1000, settled::incrementAndGet);

    assertThat(held).isTrue();
    assertThat(settled).hasValue(0);
    time.settle();
    assertThat(settled).hasValue(1);
    assertThat(refused("first1")).isEqualTo("other1");
    assertThat(tokens.deferRefused("Bearer other1", 1000, settled::incrementAndGet))
        .as("both are refused")
        .isFalse();
  }

  @Test
  void an_identity_that_gets_none_for_the_other_scope_stays_with_the_first() throws Exception {
    begin();
    issuer("other").fails();

    refused("first1");
    time.settle();

    assertThat(signs()).startsWith("first");
  }

  @Test
  void where_both_are_refused_the_first_is_back_and_the_other_is_not_tried_again()
      throws Exception {
    switchOver();

    assertThat(refused("other1")).isNull();

    assertThat(signs()).startsWith("first");
    int asked = issuer("other").asked();
    for (int i = 0; i < 10; i++) {
      refused(String.valueOf(signs()));
      time.settle();
      assertThat(signs()).startsWith("first");
    }
    assertThat(issuer("other").asked()).isEqualTo(asked);
  }

  @Test
  void what_worked_for_five_minutes_stays_and_is_refreshed_when_it_is_refused() throws Exception {
    switchOver();
    time.pass(6 * SimulatedTime.MINUTE);

    refused("other1");
    time.settle();

    assertThat(signs()).isEqualTo("other2");
  }

  @Test
  void after_five_minutes_a_refusal_is_of_the_token_and_not_of_its_scope() throws Exception {
    begin();
    time.pass(6 * SimulatedTime.MINUTE);

    refused("first1");
    time.settle();

    assertThat(signs()).isEqualTo("first2");
    assertThat(issuer("other").asked()).isZero();
  }

  @Test
  void a_token_that_had_expired_is_refused_for_that_and_not_for_its_scope() throws Exception {
    issuer("first").life = 10 * SimulatedTime.SECOND;
    begin();
    issuer("first").fails();
    time.pass(11 * SimulatedTime.SECOND);

    refused("first1");
    time.settle();

    assertThat(issuer("other").asked()).isZero();
    assertThat(tokens.deferRefused("Bearer first1", 1000, () -> {})).isFalse();
    assertThat(tokens.scope()).isEqualTo("first");
  }

  @Test
  void a_token_that_was_replaced_meanwhile_says_nothing_about_the_scope() throws Exception {
    issuer("first").life = 20 * SimulatedTime.SECOND;
    begin();
    time.pass(12 * SimulatedTime.SECOND);
    String second = signs();

    assertThat(second).isEqualTo("first2");
    assertThat(refused("first1")).isEqualTo(second);
    assertThat(issuer("other").asked()).isZero();
  }

  @Test
  void a_scope_whose_token_was_accepted_once_stays() throws Exception {
    begin();
    tokens.accepted("Bearer first1");

    refused("first1");
    time.settle();

    assertThat(signs()).isEqualTo("first2");
    assertThat(issuer("other").asked()).isZero();
  }

  @Test
  void so_does_the_other_scope_when_its_token_was_accepted() throws Exception {
    switchOver();
    tokens.accepted("Bearer other1");

    refused("other1");
    time.settle();

    assertThat(signs()).isEqualTo("other2");
  }

  @Test
  void an_accepted_token_of_the_scope_before_decides_nothing() throws Exception {
    switchOver();
    tokens.accepted("Bearer first1");

    assertThat(refused("other1")).isNull();
    assertThat(signs()).startsWith("first");
  }

  @Test
  void an_operators_own_scope_has_no_other() throws Exception {
    ScopedTokens own = new ScopedTokens("https://target", "own", null, this::cache, time);
    own.current().current();
    time.settle();

    own.refused("Bearer own1", 0);
    time.settle();

    assertThat(text(own.current().current())).isEqualTo("own2");
    assertThat(issuers).containsOnlyKeys("first", "own");
  }
}
