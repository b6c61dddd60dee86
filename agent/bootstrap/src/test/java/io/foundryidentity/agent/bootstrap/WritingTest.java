package io.foundryidentity.agent.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WritingTest {

  @AfterEach
  void clear() {
    AuthorizationBridge.install(null);
  }

  @Test
  void a_forgotten_exchange_is_as_one_of_which_nothing_was_said() {
    Object exchange = new Object();
    ExchangeNotes.remember(exchange, new TargetedRequest(new NoTarget(), true, "host", 443, "/"));
    ExchangeNotes.mark(exchange, ExchangeNotes.RETRY);
    ExchangeNotes.mark(exchange, ExchangeNotes.WRITING);
    assertThat(AuthorizationBridge.isWriting(exchange)).isTrue();
    AuthorizationBridge.forget(exchange);
    assertThat(AuthorizationBridge.isWriting(exchange)).isFalse();
    assertThat(ExchangeNotes.of(exchange)).isNull();
  }

  @Test
  void only_the_marked_writer_is_writing() {
    Object writer = new Object();
    ExchangeNotes.mark(writer, ExchangeNotes.WRITING);
    assertThat(AuthorizationBridge.isWriting(writer)).isTrue();
    assertThat(AuthorizationBridge.isWriting(new Object())).isFalse();
    AuthorizationBridge.forget(writer);
  }

  @Test
  void without_an_agent_nobody_is_writing() {
    Object writer = new Object();
    AuthorizationBridge.markWriting(writer);
    assertThat(AuthorizationBridge.isWriting(writer)).isFalse();
  }

  private static final class NoTarget extends TestedTarget {}
}
