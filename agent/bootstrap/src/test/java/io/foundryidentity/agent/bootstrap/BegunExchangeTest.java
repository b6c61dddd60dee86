package io.foundryidentity.agent.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is known of an exchange whose client sends it and gets its answer in one method. */
class BegunExchangeTest {

  private final Object exchange = new Object();
  private final List<String> told = new ArrayList<>();
  private @Nullable String answer = "Bearer x";

  @BeforeEach
  void install() {
    AuthorizationBridge.install(
        new TestedTarget() {
          @Override
          public @Nullable String authorize(
              @Nullable String path, @Nullable String existing, boolean mayWait) {
            return answer;
          }

          @Override
          public void accepted(@Nullable String path, String sent) {
            told.add("accepted " + sent);
          }

          @Override
          public void forbidden(String host, @Nullable String path, String sent) {
            told.add("forbidden " + sent);
          }
        });
  }

  @AfterEach
  void uninstall() {
    AuthorizationBridge.install(null);
  }

  @Test
  void a_good_answer_is_reported_without_a_note() throws Exception {
    AuthorizationBridge.begin(exchange);
    send();
    assertThat(ExchangeNotes.of(exchange)).isNull();
    assertThat(AuthorizationBridge.ended(exchange, 200)).isFalse();
    assertThat(told).containsExactly("accepted Bearer x");
    assertThat(ExchangeNotes.of(exchange)).isNull();
  }

  @Test
  void a_good_answer_ends_what_an_earlier_refusal_left() throws Exception {
    refuse();
    AuthorizationBridge.markRetry(exchange);
    AuthorizationBridge.begin(exchange);
    send();
    assertThat(AuthorizationBridge.ended(exchange, 200)).isFalse();
    assertThat(ExchangeNotes.of(exchange)).isNull();
  }

  @Test
  void a_refusal_leaves_what_was_sent() throws Exception {
    refuse();
    ExchangeNotes.Note note = ExchangeNotes.of(exchange);
    assertThat(note.sent.value).isEqualTo("Bearer x");
  }

  @Test
  void another_answer_leaves_the_marks_alone() throws Exception {
    refuse();
    AuthorizationBridge.markRetry(exchange);
    AuthorizationBridge.begin(exchange);
    send();
    assertThat(AuthorizationBridge.ended(exchange, 403)).isFalse();
    assertThat(told).containsExactly("forbidden Bearer x");
    ExchangeNotes.Note note = ExchangeNotes.of(exchange);
    assertThat(note.sent).isNull();
    assertThat(note.is(ExchangeNotes.RETRY)).isTrue();
  }

  @Test
  void without_an_answer_nothing_is_left() throws Exception {
    refuse();
    AuthorizationBridge.begin(exchange);
    send();
    assertThat(AuthorizationBridge.ended(exchange, 0)).isFalse();
    assertThat(ExchangeNotes.of(exchange)).isNull();
    assertThat(AuthorizationBridge.takeObject(exchange)).isNull();
  }

  @Test
  void an_exchange_that_was_not_begun_has_a_note_until_its_answer() throws Exception {
    send();
    assertThat(ExchangeNotes.of(exchange)).isNotNull();
    assertThat(AuthorizationBridge.ended(exchange, 200)).isFalse();
    assertThat(told).containsExactly("accepted Bearer x");
    assertThat(ExchangeNotes.of(exchange)).isNull();
  }

  @Test
  void a_request_at_hand_is_judged_without_a_note() throws Exception {
    TargetedRequest sent = sent("Bearer x");
    assertThat(AuthorizationBridge.ended(sent, exchange, 200)).isFalse();
    assertThat(told).containsExactly("accepted Bearer x");
    assertThat(ExchangeNotes.of(exchange)).isNull();
  }

  @Test
  void a_request_that_was_handed_over_is_judged_without_a_note() throws Exception {
    AuthorizationBridge.handOver(exchange, sent("Bearer x"));
    assertThat(AuthorizationBridge.ended(exchange, 403)).isFalse();
    assertThat(told).containsExactly("forbidden Bearer x");
    assertThat(ExchangeNotes.of(exchange)).isNull();
    assertThat(AuthorizationBridge.takeObject(exchange)).isNull();
  }

  @Test
  void the_refusal_of_a_request_at_hand_is_noted() throws Exception {
    assertThat(AuthorizationBridge.ended(sent("Bearer x"), exchange, 401)).isTrue();
    assertThat(ExchangeNotes.of(exchange).sent.value).isEqualTo("Bearer x");
  }

  @Test
  void an_answer_in_between_says_nothing_of_a_request_at_hand() throws Exception {
    assertThat(AuthorizationBridge.ended(sent("Bearer x"), exchange, 100)).isFalse();
    assertThat(told).isEmpty();
  }

  @Test
  void a_request_that_lacked_a_token_is_judged_too() throws Exception {
    answer = RequestTarget.NO_TOKEN;
    assertThat(AuthorizationBridge.ended(sent(null), exchange, 401)).isTrue();
    AuthorizationBridge.forget(exchange);
    AuthorizationBridge.begin(exchange);
    assertThat(proven().authorizeBegun(exchange, null, false)).isNull();
    assertThat(AuthorizationBridge.ended(exchange, 401)).isTrue();
  }

  /** A client may send an object again, as the application's own request this time. */
  @Test
  void a_request_that_was_left_alone_takes_nothing_from_an_earlier_one() throws Exception {
    refuse();
    answer = null;
    assertThat(AuthorizationBridge.ended(sent(null), exchange, 401)).isFalse();
    assertThat(ExchangeNotes.of(exchange)).isNull();
  }

  @Test
  void only_the_agents_own_mark_is_a_copy() {
    assertThat(AuthorizationBridge.isCopy(AuthorizationBridge.COPY)).isTrue();
    assertThat(AuthorizationBridge.isCopy("")).isFalse();
    assertThat(AuthorizationBridge.isCopy(null)).isFalse();
  }

  private void refuse() throws Exception {
    AuthorizationBridge.begin(exchange);
    send();
    assertThat(AuthorizationBridge.ended(exchange, 401)).isTrue();
  }

  private void send() throws Exception {
    assertThat(proven().authorizeBegun(exchange, null, false)).isEqualTo("Bearer x");
  }

  /** What a client has at hand that notes nothing. */
  private static TargetedRequest sent(@Nullable String expected) throws Exception {
    TargetedRequest request = proven();
    assertThat(request.authorize(null, false)).isEqualTo(expected);
    return request;
  }

  private static TargetedRequest proven() {
    TargetedRequest request = AuthorizationBridge.find("http", "127.0.0.1", 8080, "/");
    assertThat(request.isProvenByAddress(new InetSocketAddress("127.0.0.1", 8080))).isTrue();
    return request;
  }
}
