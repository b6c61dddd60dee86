package io.foundryidentity.agent.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DirectExchangeTest {

  @BeforeEach
  void install() {
    AuthorizationBridge.install(new EverythingIsSigned());
  }

  @AfterEach
  void uninstall() {
    AuthorizationBridge.install(null);
  }

  @Test
  void an_exchange_of_which_nothing_was_said_is_not_direct() {
    assertThat(AuthorizationBridge.isDirect(new Object())).isFalse();
  }

  @Test
  void only_the_marked_exchange_is_direct() {
    Object marked = new StringBuilder("equal").toString();
    AuthorizationBridge.markDirect(marked);
    assertThat(AuthorizationBridge.isDirect(marked)).isTrue();
    assertThat(AuthorizationBridge.isDirect(new StringBuilder("equal").toString())).isFalse();
  }

  @Test
  void a_direct_exchange_still_remembers_what_was_sent_and_that_it_is_a_retry() throws Exception {
    Object exchange = new Object();
    AuthorizationBridge.markRetry(exchange);
    AuthorizationBridge.markDirect(exchange);
    AuthorizationBridge.authorize(exchange, "http", "127.0.0.1", 80, "/", null, true);
    assertThat(AuthorizationBridge.isDirect(exchange)).isTrue();
    assertThat(SentBearers.of(exchange).value).isEqualTo("Bearer x");
    assertThat(SentBearers.of(exchange).is(SentBearers.RETRY)).isTrue();
  }

  @Test
  void only_the_marked_exchange_is_secure_and_that_does_not_make_it_direct() {
    Object marked = new Object();
    AuthorizationBridge.markSecure(marked);
    assertThat(AuthorizationBridge.isSecure(marked)).isTrue();
    assertThat(AuthorizationBridge.isDirect(marked)).isFalse();
    assertThat(AuthorizationBridge.isSecure(new Object())).isFalse();
    AuthorizationBridge.markDirect(marked);
    assertThat(AuthorizationBridge.isSecure(marked)).isTrue();
  }

  @Test
  void an_exchange_is_held_back_once() {
    Object exchange = new Object();
    assertThat(AuthorizationBridge.holdOnce(exchange)).isTrue();
    assertThat(AuthorizationBridge.holdOnce(exchange)).isFalse();
    assertThat(AuthorizationBridge.holdOnce(new Object())).isTrue();
  }

  @Test
  void without_an_agent_nothing_is_held_back_and_no_host_is_a_target() {
    AuthorizationBridge.install(null);
    assertThat(AuthorizationBridge.holdOnce(new Object())).isFalse();
    assertThat(AuthorizationBridge.isTargetHost("localhost")).isFalse();
  }

  @Test
  void a_connection_is_secure_for_the_one_host_that_it_was_last_marked_with() {
    Object connection = new Object();
    AuthorizationBridge.markSecure(connection, "a.example");
    assertThat(AuthorizationBridge.isSecure(connection, "A.example")).isTrue();
    AuthorizationBridge.markSecure(connection, "b.example");
    assertThat(AuthorizationBridge.isSecure(connection, "a.example")).isFalse();
    assertThat(AuthorizationBridge.isSecure(connection, "b.example")).isTrue();
    AuthorizationBridge.markSecure(new Object(), null);
    assertThat(AuthorizationBridge.isSecure(connection, null)).isFalse();
  }

  @Test
  void only_the_marked_exchange_is_unencrypted() {
    Object marked = new Object();
    AuthorizationBridge.markUnencrypted(marked);
    assertThat(AuthorizationBridge.isUnencrypted(marked)).isTrue();
    assertThat(AuthorizationBridge.isDirect(marked)).isFalse();
    assertThat(AuthorizationBridge.isUnencrypted(new Object())).isFalse();
  }

  @Test
  void without_an_agent_nothing_is_remembered() {
    AuthorizationBridge.install(null);
    Object exchange = new Object();
    AuthorizationBridge.markDirect(exchange);
    AuthorizationBridge.markSecure(exchange);
    AuthorizationBridge.markUnencrypted(exchange);
    assertThat(AuthorizationBridge.isDirect(exchange)).isFalse();
    assertThat(AuthorizationBridge.isSecure(exchange)).isFalse();
    assertThat(AuthorizationBridge.isUnencrypted(exchange)).isFalse();
  }

  private static final class EverythingIsSigned extends TestedAuthorizer {
    @Override
    public String authorize(
        String scheme, String host, int port, String path, String existing, boolean mayWait) {
      return "Bearer x";
    }

    @Override
    public boolean refused(
        String scheme, String host, int port, String path, String sent, boolean mayWait) {
      return true;
    }
  }
}
