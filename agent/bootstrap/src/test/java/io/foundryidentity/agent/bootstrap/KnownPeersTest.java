package io.foundryidentity.agent.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KnownPeersTest {

  private static final Peer DIRECT = Peer.direct("127.0.0.1", 80);

  @BeforeEach
  void install() {
    AuthorizationBridge.install(new EverythingIsAuthorized());
  }

  @AfterEach
  void uninstall() {
    AuthorizationBridge.install(null);
  }

  @Test
  void of_an_object_of_which_nothing_was_said_nothing_is_known() {
    assertThat(KnownPeers.of(new Object())).isNull();
  }

  @Test
  void a_peer_is_known_of_the_very_object_only() {
    Object noted = new StringBuilder("equal").toString();
    KnownPeers.note(noted, DIRECT);
    assertThat(KnownPeers.of(noted)).isSameAs(DIRECT);
    assertThat(KnownPeers.of(new StringBuilder("equal").toString())).isNull();
  }

  @Test
  void an_exchange_still_remembers_what_was_sent_and_that_it_is_a_retry() throws Exception {
    Object exchange = new Object();
    AuthorizationBridge.markRetry(exchange);
    KnownPeers.note(exchange, DIRECT);
    TargetedRequest request = AuthorizationBridge.find("http", "127.0.0.1", 80, "/");
    assertThat(request.isProvenByAddress(new InetSocketAddress("127.0.0.1", 80))).isTrue();
    request.authorize(exchange, null, true);
    assertThat(KnownPeers.of(exchange)).isSameAs(DIRECT);
    assertThat(ExchangeNotes.of(exchange).sent.value).isEqualTo("Bearer x");
    assertThat(ExchangeNotes.of(exchange).is(ExchangeNotes.RETRY)).isTrue();
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
  void what_was_noted_last_counts() {
    Object connection = new Object();
    KnownPeers.note(connection, Peer.overTls("a.example", 443));
    KnownPeers.note(connection, Peer.overTls("b.example", 443));
    assertThat(KnownPeers.of(connection)).hasToString("https://b.example:443");
  }

  @Test
  void who_leads_to_nobody_does_so_for_good() {
    Object noted = new Object();
    KnownPeers.note(noted, DIRECT);
    KnownPeers.note(noted, Peer.NOBODY);
    KnownPeers.note(noted, DIRECT);
    assertThat(KnownPeers.of(noted)).isSameAs(Peer.NOBODY);
  }

  @Test
  void what_is_known_is_handed_on() {
    Object settings = new Object();
    Object connection = new Object();
    KnownPeers.handOn(settings, connection);
    assertThat(KnownPeers.of(connection)).isNull();
    KnownPeers.note(settings, DIRECT);
    KnownPeers.handOn(settings, connection);
    assertThat(KnownPeers.of(connection)).isSameAs(DIRECT);
  }

  @Test
  void without_an_agent_nothing_is_remembered() {
    AuthorizationBridge.install(null);
    Object exchange = new Object();
    KnownPeers.note(exchange, DIRECT);
    AuthorizationBridge.markUnrepeatable(exchange);
    assertThat(ExchangeNotes.of(exchange)).isNull();
  }

  private static final class EverythingIsAuthorized extends TestedTarget {
    @Override
    public String authorize(String path, String existing, boolean mayWait) {
      return "Bearer x";
    }
  }
}
