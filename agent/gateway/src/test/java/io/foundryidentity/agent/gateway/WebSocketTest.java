package io.foundryidentity.agent.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.foundryidentity.agent.instrumentation.testing.TestAuthorizer.Question;
import io.foundryidentity.simulator.ReceivedRequest;
import io.foundryidentity.simulator.Refusal;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Realtime sessions of the JDK's client, before a Foundry that checks tokens. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class WebSocketTest {

  private static final String REALTIME = "/openai/v1/realtime";

  private OpenGateway open;

  @BeforeEach
  void open() throws IOException {
    open = new OpenGateway();
  }

  @AfterEach
  void close() throws IOException {
    open.close();
  }

  @ParameterizedTest
  @CsvSource({"Authorization,Bearer SECRET", "api-key,SECRET", "x-api-key,SECRET"})
  void a_handshake_goes_out_with_a_token_and_without_the_secret(String header, String value)
      throws Exception {
    Session session = Session.open(open, REALTIME, header, value.replace("SECRET", open.secret()));
    assertThat(session.next()).contains("session.created");
    session.socket().abort();

    ReceivedRequest handshake = only();
    assertThat(handshake.headers().all("Authorization")).containsExactly(current());
    assertThat(handshake.headers().anyValueContains(open.secret())).isFalse();
    assertThat(handshake.headers().contains("api-key")).isFalse();
    assertThat(handshake.headers().contains("x-api-key")).isFalse();
    assertThat(handshake.path()).isEqualTo(REALTIME);
    assertThat(handshake.host()).isEqualTo("localhost:" + open.network.foundry().port());
  }

  @Test
  void a_session_has_many_turns_and_its_close_code_arrives() throws Exception {
    Session session = Session.open(open);
    session.next("session.created");
    for (int turn = 0; turn < 20; turn++) {
      session
          .send(
              "{\"type\":\"conversation.item.create\",\"item\":{\"type\":\"message\",\"content\":"
                  + "[{\"type\":\"input_text\",\"text\":\"turn "
                  + turn
                  + "\"}]}}")
          .send("{\"type\":\"response.create\"}");
      assertThat(session.next("response.done")).contains("turn " + turn);
    }
    session.send("{\"type\":\"simulator.close\",\"code\":4001,\"reason\":\"session expired\"}");
    assertThat(session.end()).isEqualTo("4001 session expired");
    assertThat(open.network.foundry().requests()).hasSize(1);
  }

  @Test
  void a_session_that_the_client_closes_ends_with_its_code() throws Exception {
    Session session = Session.open(open);
    session.next("session.created");
    session.socket().sendClose(WebSocket.NORMAL_CLOSURE, "thanks").get(20, TimeUnit.SECONDS);
    assertThat(session.end()).startsWith("1000");
  }

  @Test
  void long_messages_go_both_ways_whole() throws Exception {
    Session session = Session.open(open);
    session.next("session.created");
    String text = "long ".repeat(600_000);
    assertThat(session.send(text).next()).contains(text);
    session.socket().sendBinary(ByteBuffer.wrap(new byte[4 << 20]), true).get();
    assertThat(session.next()).isEqualTo((4 << 20) + " bytes");
    session.socket().abort();
  }

  @Test
  void each_session_gets_the_token_of_its_moment() throws Exception {
    String first = current();
    Session.open(open).socket().abort();
    open.network
        .authorizer()
        .find("https", "localhost", open.network.foundry().port(), "/")
        .refused("localhost", "/", first, 0);
    Session.open(open).socket().abort();

    assertThat(open.network.foundry().requests())
        .extracting(request -> request.header("Authorization"))
        .containsExactly(first, current())
        .doesNotHaveDuplicates();
  }

  @Test
  void a_refused_handshake_is_sent_once_more_with_a_fresh_token() throws Exception {
    String first = current();
    open.network.foundry().refuseNext(1);
    Session session = Session.open(open);
    assertThat(session.next()).contains("session.created");
    session.socket().abort();

    assertThat(open.network.foundry().requests())
        .extracting(request -> request.header("Authorization"))
        .containsExactly(first, current())
        .doesNotHaveDuplicates();
  }

  @Test
  void a_handshake_that_is_refused_twice_is_a_401() throws Exception {
    open.network.foundry().refuseNext(5);
    assertThat(refusal()).isEqualTo(401);
    assertThat(open.network.foundry().requests()).hasSize(2);
  }

  @Test
  void a_403_is_handed_back_and_reported() throws Exception {
    open.network.foundry().refuseAll(Refusal.FORBIDDEN);
    assertThat(refusal()).isEqualTo(403);
    assertThat(open.network.authorizer().questions())
        .extracting(Question::what)
        .contains("forbidden");
  }

  @Test
  void without_a_token_no_handshake_goes_out() throws Exception {
    open.network.authorizer().giveUpTokens();
    assertThat(refusal()).isEqualTo(503);
    assertThat(open.network.foundry().requests()).isEmpty();
  }

  @Test
  void a_handshake_goes_through_the_jvms_proxy_without_a_token_on_the_connect() throws Exception {
    ProxySelector before = ProxySelector.getDefault();
    ProxySelector.setDefault(ProxySelector.of(open.network.proxyAddress()));
    String token = current();
    try {
      RawClient client = open.connect();
      client.send(WebSocketWireTest.handshake(open.port(), open.secret(), REALTIME));
      assertThat(client.status()).isEqualTo(101);
      client.close();
    } finally {
      ProxySelector.setDefault(before);
    }
    assertThat(open.network.proxy().requests())
        .singleElement()
        .satisfies(
            connect -> {
              assertThat(connect.headers().anyValueContains(token)).isFalse();
              assertThat(connect.headers().contains("Authorization")).isFalse();
            });
    assertThat(only().header("Authorization")).isEqualTo(token);
  }

  @Test
  void handshakes_are_counted_by_their_answer() throws Exception {
    Session.open(open).socket().abort();
    open.network.foundry().refuseNext(5);
    refusal();
    open.network.authorizer().giveUpTokens();
    refusal();
    assertThat(open.afterAnswers(3).answered)
        .containsEntry("1xx", 1L)
        .containsEntry("4xx", 1L)
        .containsEntry("5xx", 1L)
        .containsEntry("none", 0L);
  }

  @Test
  void closing_the_route_ends_its_sessions_and_no_others() throws Exception {
    try (RawClient ends = session();
        Route other = open.gateway.route(open.route.target())) {
      Session stays = Session.open(open, REALTIME, "api-key", other.secret());
      stays.next("session.created");
      open.route.close();
      assertEnds(ends);
      assertThat(stays.send("still there").next()).contains("still there");
      stays.socket().abort();
    }
  }

  @Test
  void closing_the_gateway_ends_its_sessions() throws Exception {
    try (RawClient ends = session()) {
      open.close();
      assertEnds(ends);
    }
  }

  @Test
  void an_open_session_counts_as_a_connection() throws Exception {
    try (Gateway small = Gateway.open(open.network.authorizer(), 0, new Limits(64, 1, 10_000))) {
      Route route = small.route(open.route.target());
      String handshake = WebSocketWireTest.handshake(small.port(), route.secret(), REALTIME);
      try (RawClient first = new RawClient(small.port())) {
        assertThat(first.send(handshake).status()).isEqualTo(101);
        assertThat(RawClient.ask(small.port(), handshake).status()).isEqualTo(503);
      }
      int status = 503;
      while (status == 503) {
        try (RawClient next = new RawClient(small.port())) {
          status = next.send(handshake).status();
        }
      }
      assertThat(status).as("when the first has ended").isEqualTo(101);
    }
  }

  @Test
  void many_sessions_are_open_at_once() throws Exception {
    List<Session> sessions = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      sessions.add(Session.open(open));
    }
    for (Session session : sessions) {
      session.next("session.created");
      assertThat(session.send("ping").next()).contains("ping");
    }
    assertThat(open.gateway.unauthenticatedCount()).isZero();
    sessions.forEach(session -> session.socket().abort());
  }

  /**
   * An open session without a WebSocket client: the JDK's does not tell its listener of the end of
   * a connection that comes while the listener handles a message.
   */
  private RawClient session() throws IOException {
    RawClient client = open.connect();
    client.send(WebSocketWireTest.handshake(open.port(), open.secret(), REALTIME));
    assertThat(client.status()).isEqualTo(101);
    return client;
  }

  private static void assertEnds(RawClient session) {
    assertThatCode(session::rest).doesNotThrowAnyException();
  }

  private int refusal() {
    Throwable thrown = catchThrowable(() -> Session.open(open));
    assertThat(thrown)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(WebSocketHandshakeException.class);
    return ((WebSocketHandshakeException) thrown.getCause()).getResponse().statusCode();
  }

  private String current() {
    return open.network.authorizer().values().get(open.network.authorizer().values().size() - 1);
  }

  private ReceivedRequest only() {
    assertThat(open.network.foundry().requests()).hasSize(1);
    return open.network.foundry().requests().get(0);
  }
}
