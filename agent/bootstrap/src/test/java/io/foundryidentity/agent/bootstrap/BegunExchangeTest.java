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

  @BeforeEach
  void install() {
    AuthorizationBridge.install(
        new TestedTarget() {
          @Override
          public String authorize(
              @Nullable String path, @Nullable String existing, boolean mayWait) {
            return "Bearer x";
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
    TargetedRequest request = AuthorizationBridge.find("http", "127.0.0.1", 8080, "/");
    assertThat(request.isProvenByAddress(new InetSocketAddress("127.0.0.1", 8080))).isTrue();
    assertThat(request.authorizeBegun(exchange, null, false)).isEqualTo("Bearer x");
  }
}
