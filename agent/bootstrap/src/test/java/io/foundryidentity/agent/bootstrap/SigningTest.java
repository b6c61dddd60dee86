package io.foundryidentity.agent.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SigningTest {

  @AfterEach
  void clear() {
    AuthorizationBridge.install(null);
  }

  @Test
  void a_forgotten_exchange_is_as_one_of_which_nothing_was_said() {
    Object exchange = new Object();
    SentBearers.remember(exchange, "Bearer x");
    SentBearers.mark(exchange, SentBearers.RETRY);
    SentBearers.mark(exchange, SentBearers.SIGNING);
    assertThat(AuthorizationBridge.isSigning(exchange)).isTrue();
    AuthorizationBridge.forget(exchange);
    assertThat(AuthorizationBridge.isSigning(exchange)).isFalse();
    assertThat(SentBearers.of(exchange)).isNull();
  }

  @Test
  void only_the_marked_writer_is_signing() {
    Object writer = new Object();
    SentBearers.mark(writer, SentBearers.SIGNING);
    assertThat(AuthorizationBridge.isSigning(writer)).isTrue();
    assertThat(AuthorizationBridge.isSigning(new Object())).isFalse();
    AuthorizationBridge.forget(writer);
  }

  @Test
  void without_an_agent_nobody_is_signing() {
    Object writer = new Object();
    AuthorizationBridge.markSigning(writer);
    assertThat(AuthorizationBridge.isSigning(writer)).isFalse();
  }
}
