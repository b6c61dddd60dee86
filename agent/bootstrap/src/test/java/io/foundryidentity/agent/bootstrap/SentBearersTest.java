package io.foundryidentity.agent.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SentBearersTest {

  private final Object exchange = new Object();

  @Test
  void a_later_bearer_takes_the_place_of_the_first_and_no_mark_does() {
    remember(exchange, "Bearer one");
    SentBearers.mark(exchange, SentBearers.DIRECT);
    assertThat(SentBearers.of(exchange).value).isEqualTo("Bearer one");
    remember(exchange, "Bearer two");
    SentBearers.mark(exchange, SentBearers.RETRY);
    assertThat(SentBearers.of(exchange).value).isEqualTo("Bearer two");
    assertThat(SentBearers.of(exchange).is(SentBearers.DIRECT)).isTrue();
    assertThat(SentBearers.of(exchange).is(SentBearers.RETRY)).isTrue();
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
    inStep(
        exchanges, marked, signed, exchange -> SentBearers.mark(exchange, SentBearers.UNENCRYPTED));
    other.join();
    assertThat(exchanges)
        .allSatisfy(
            exchange -> {
              assertThat(SentBearers.of(exchange).is(SentBearers.UNENCRYPTED)).isTrue();
              assertThat(SentBearers.of(exchange).value).isEqualTo("Bearer x");
            });
    exchanges.forEach(SentBearers::forget);
  }

  /** Each exchange at the same moment as the other thread. */
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

  private static void remember(Object exchange, String value) {
    SentBearers.remember(exchange, value, "https", "host", 443, "/");
  }
}
