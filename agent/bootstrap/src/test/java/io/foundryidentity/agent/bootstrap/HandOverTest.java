package io.foundryidentity.agent.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
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
}
