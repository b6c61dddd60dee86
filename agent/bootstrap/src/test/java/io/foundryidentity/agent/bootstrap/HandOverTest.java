package io.foundryidentity.agent.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class HandOverTest {

  private final Object exchange = new Object();

  @Test
  void a_value_is_taken_once() {
    AuthorizationBridge.handOver(exchange, "Bearer one");
    assertThat(AuthorizationBridge.take(exchange)).isEqualTo("Bearer one");
    assertThat(AuthorizationBridge.take(exchange)).isNull();
  }

  @Test
  void a_value_is_for_the_one_exchange_only() {
    AuthorizationBridge.handOver(exchange, "Bearer one");
    assertThat(AuthorizationBridge.take(new Object())).isNull();
    assertThat(AuthorizationBridge.take(exchange)).isEqualTo("Bearer one");
  }

  @Test
  void a_value_is_for_the_same_thread_only() {
    AuthorizationBridge.handOver(exchange, "Bearer one");
    CharSequence elsewhere =
        CompletableFuture.supplyAsync(() -> AuthorizationBridge.take(exchange)).join();
    assertThat(elsewhere).isNull();
    assertThat(AuthorizationBridge.take(exchange)).isEqualTo("Bearer one");
  }

  @Test
  void what_an_inner_request_leaves_takes_nothing_from_the_outer_one() {
    Object inner = new Object();
    AuthorizationBridge.handOver(exchange, "Bearer outer");
    AuthorizationBridge.handOver(inner, "Bearer inner");
    assertThat(AuthorizationBridge.take(inner)).isEqualTo("Bearer inner");
    assertThat(AuthorizationBridge.take(exchange)).isEqualTo("Bearer outer");
    assertThat(AuthorizationBridge.take(inner)).isNull();
    assertThat(AuthorizationBridge.take(exchange)).isNull();
  }

  @Test
  void a_second_value_for_the_same_exchange_replaces_the_first() {
    AuthorizationBridge.handOver(exchange, "Bearer one");
    AuthorizationBridge.handOver(exchange, "Bearer two");
    assertThat(AuthorizationBridge.take(exchange)).isEqualTo("Bearer two");
    assertThat(AuthorizationBridge.take(exchange)).isNull();
  }

  @Test
  void what_nobody_takes_does_not_pile_up() {
    List<Object> left = Stream.generate(Object::new).limit(5).toList();
    left.forEach(each -> AuthorizationBridge.handOver(each, "Bearer"));
    assertThat(left)
        .extracting(AuthorizationBridge::take)
        .containsExactly(null, "Bearer", "Bearer", "Bearer", "Bearer");
  }

  @Test
  void what_is_no_text_is_not_given_out_as_one() {
    AuthorizationBridge.handOver(exchange, Thread.currentThread());
    assertThat(AuthorizationBridge.take(exchange)).isNull();
    AuthorizationBridge.handOver(exchange, Thread.currentThread());
    assertThat(AuthorizationBridge.takeObject(exchange)).isSameAs(Thread.currentThread());
  }
}
