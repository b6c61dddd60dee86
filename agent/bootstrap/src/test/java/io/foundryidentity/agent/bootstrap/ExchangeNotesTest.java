package io.foundryidentity.agent.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ExchangeNotesTest {

  private final Object exchange = new Object();

  @Test
  void a_later_bearer_takes_the_place_of_the_first_and_no_mark_does() {
    Peer peer = Peer.direct("127.0.0.1", 8080);
    remember(exchange, "Bearer one");
    know(exchange, peer);
    assertThat(ExchangeNotes.of(exchange).sent.value).isEqualTo("Bearer one");
    remember(exchange, "Bearer two");
    ExchangeNotes.mark(exchange, ExchangeNotes.RETRY);
    assertThat(ExchangeNotes.of(exchange).sent.value).isEqualTo("Bearer two");
    assertThat(ExchangeNotes.of(exchange).peer).isSameAs(peer);
    assertThat(ExchangeNotes.of(exchange).is(ExchangeNotes.RETRY)).isTrue();
  }

  /** An application may send one request object on two connections at once. */
  @Test
  void what_two_threads_say_of_one_exchange_at_once_is_all_kept() {
    List<Object> exchanges = IntStream.range(0, 20_000).mapToObj(i -> new Object()).toList();
    AtomicInteger signed = new AtomicInteger();
    AtomicInteger marked = new AtomicInteger();
    CompletableFuture<Void> other =
        CompletableFuture.runAsync(
            () -> inStep(exchanges, signed, marked, exchange -> remember(exchange, "Bearer x")));
    inStep(exchanges, marked, signed, exchange -> know(exchange, Peer.NOBODY));
    other.join();
    assertThat(exchanges)
        .allSatisfy(
            exchange -> {
              assertThat(ExchangeNotes.of(exchange).peer).isSameAs(Peer.NOBODY);
              assertThat(ExchangeNotes.of(exchange).sent.value).isEqualTo("Bearer x");
            });
    exchanges.forEach(ExchangeNotes::forget);
  }

  /** Handles each exchange at the same moment as the other thread. */
  private static void inStep(
      List<Object> exchanges, AtomicInteger mine, AtomicInteger other, Consumer<Object> action) {
    for (Object exchange : exchanges) {
      int step = mine.incrementAndGet();
      while (other.get() < step) {
        Thread.onSpinWait();
      }
      action.accept(exchange);
    }
  }

  @Test
  void an_answer_leaves_nothing_but_what_forbids_a_token() {
    remember(exchange, "Bearer x");
    know(exchange, Peer.overTls("host", 443));
    ExchangeNotes.mark(exchange, ExchangeNotes.RETRY);
    ExchangeNotes.forgetAnswered(exchange);
    assertThat(ExchangeNotes.of(exchange)).isNull();

    remember(exchange, "Bearer x");
    know(exchange, Peer.NOBODY);
    ExchangeNotes.mark(exchange, ExchangeNotes.RETRY);
    ExchangeNotes.forgetAnswered(exchange);
    assertThat(ExchangeNotes.of(exchange).peer).isSameAs(Peer.NOBODY);
    assertThat(ExchangeNotes.of(exchange).sent).isNull();
    assertThat(ExchangeNotes.of(exchange).is(ExchangeNotes.RETRY)).isFalse();
  }

  @Test
  void what_was_sent_is_forgotten_alone_where_the_same_object_may_be_sent_again() {
    Peer peer = Peer.overTls("host", 443);
    remember(exchange, "Bearer x");
    know(exchange, peer);
    ExchangeNotes.mark(exchange, ExchangeNotes.RETRY);
    ExchangeNotes.forgetSent(exchange);
    assertThat(ExchangeNotes.of(exchange).sent).isNull();
    assertThat(ExchangeNotes.of(exchange).peer).isSameAs(peer);
    assertThat(ExchangeNotes.of(exchange).is(ExchangeNotes.RETRY)).isTrue();

    Object other = new Object();
    remember(other, "Bearer x");
    ExchangeNotes.forgetSent(other);
    assertThat(ExchangeNotes.of(other)).isNull();
  }

  @Test
  void what_is_known_is_gone_with_the_agent() {
    remember(exchange, "Bearer x");
    RefusedBearers.add("Bearer x", "host");
    StringBuilder form = new StringBuilder("Bearer x");
    BearerForms.keep("Bearer x", form);
    assertThat(BearerForms.of("Bearer x", StringBuilder.class)).isSameAs(form);
    AuthorizationBridge.handOver(exchange, "Bearer x");
    AuthorizationBridge.install(null);
    assertThat(ExchangeNotes.of(exchange)).isNull();
    assertThat(RefusedBearers.contains("Bearer x", "host")).isFalse();
    assertThat(RefusedBearers.last("host")).isNull();
    assertThat(BearerForms.of("Bearer x", StringBuilder.class)).isNull();
    assertThat(AuthorizationBridge.take(exchange)).isNull();
  }

  private static void know(Object exchange, Peer peer) {
    ExchangeNotes.add(exchange, new ExchangeNotes.Note(null, peer, 0));
  }

  private static void remember(Object exchange, String value) {
    TargetedRequest sent = new TargetedRequest(new NoTarget(), true, "host", 443, "/");
    sent.value = value;
    ExchangeNotes.remember(exchange, sent);
  }

  private static final class NoTarget extends TestedTarget {}
}
