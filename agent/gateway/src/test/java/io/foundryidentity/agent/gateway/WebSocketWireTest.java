package io.foundryidentity.agent.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foundryidentity.agent.core.targets.TargetParser;
import io.foundryidentity.simulator.HeldPort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Handshakes byte for byte, by clients and targets that break the rules or break off. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class WebSocketWireTest {

  private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
  private static final int MEBIBYTE = 1 << 20;

  private BareTarget target;
  private Gateway gateway;
  private Route route;

  @BeforeEach
  void open() throws IOException {
    target = new BareTarget();
    gateway = Gateway.open(new BareTarget.Signer(), 0);
    route = gateway.route(target.target());
  }

  @AfterEach
  void close() throws IOException {
    gateway.close();
    target.close();
  }

  /** A valid handshake, with more header lines. */
  static String handshake(int port, String secret, String path, String... headers) {
    StringBuilder head = new StringBuilder("GET " + path + " HTTP/1.1\r\n");
    head.append("Host: 127.0.0.1:").append(port).append("\r\n");
    head.append("Authorization: Bearer ").append(secret).append("\r\n");
    head.append("Connection: keep-alive, Upgrade\r\nUpgrade: WebSocket\r\n");
    head.append("Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ").append(KEY).append("\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    return head.append("\r\n").toString();
  }

  private String handshake(String... headers) {
    return handshake(gateway.port(), route.secret(), "/openai/v1/realtime?model=m", headers);
  }

  private static String switching(String... headers) {
    StringBuilder head = new StringBuilder("HTTP/1.1 101 Switching Protocols\r\n");
    head.append("Connection: upgrade\r\nupgrade: websocket\r\n");
    head.append("Sec-WebSocket-Accept: ").append(accept()).append("\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    return head.append("\r\n").toString();
  }

  private static String accept() {
    try {
      byte[] text =
          (KEY + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_handshake_arrives_with_one_token_and_what_is_between_the_ends() throws IOException {
    try (RawClient client = client()) {
      client.send(
          handshake(
              "api-key: placeholder",
              "X-Copy: " + route.secret(),
              "Sec-WebSocket-Protocol: realtime, openai-beta.realtime-v1",
              "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits",
              "Sec-WebSocket-Accept: x",
              "Keep-Alive: timeout=5",
              "Content-Length: 0",
              "OpenAI-Beta: realtime=v1"));
      try (BareTarget.Received received = target.receive()) {
        assertThat(received.head)
            .startsWith("GET /openai/v1/realtime?model=m HTTP/1.1\r\nHost: 127.0.0.1:")
            .contains("\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n")
            .contains("\r\nSec-WebSocket-Key: " + KEY + "\r\nSec-WebSocket-Version: 13\r\n")
            .contains("\r\nAuthorization: Bearer " + BareTarget.TOKEN + "\r\n")
            .contains("\r\nSec-WebSocket-Protocol: realtime, openai-beta.realtime-v1\r\n")
            .contains(
                "\r\nSec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n")
            .contains("\r\nOpenAI-Beta: realtime=v1\r\n")
            .doesNotContain(
                "placeholder", route.secret(), "Accept", "Keep-Alive", "Content-Length");
        assertThat(received.head.toLowerCase(Locale.ROOT).split("\r\nauthorization:", -1))
            .hasSize(2);
        received.answer(
            switching(
                "Sec-WebSocket-Protocol: realtime",
                "Sec-WebSocket-Extensions: permessage-deflate",
                "Content-Length: 0",
                "Alt-Svc: h3=\":443\"",
                "X-Request-Id: 7"));
        assertThat(client.status()).isEqualTo(101);
        assertThat(client.headers())
            .containsEntry("Sec-WebSocket-Accept", List.of(accept()))
            .containsEntry("Sec-WebSocket-Protocol", List.of("realtime"))
            .containsEntry("Sec-WebSocket-Extensions", List.of("permessage-deflate"))
            .containsEntry("X-Request-Id", List.of("7"))
            .containsEntry("Upgrade", List.of("websocket"))
            .containsEntry("Connection", List.of("Upgrade"))
            .doesNotContainKeys("Content-Length", "Alt-Svc");
      }
    }
  }

  @Test
  void bytes_that_come_with_the_handshakes_are_not_lost() throws IOException {
    try (RawClient client = client()) {
      client.send(handshake() + "first of the client");
      try (BareTarget.Received received = target.receive()) {
        received.answer(switching() + "first of the target");
        assertThat(text(received.in.readNBytes(19))).isEqualTo("first of the client");
        switched(client);
        assertThat(client.next(19)).isEqualTo("first of the target");
        client.send("more");
        assertThat(text(received.in.readNBytes(4))).isEqualTo("more");
      }
    }
  }

  @Test
  void a_handshake_that_comes_byte_by_byte_is_one_handshake() throws IOException {
    try (RawClient client = client()) {
      for (byte one : handshake().getBytes(StandardCharsets.US_ASCII)) {
        client.send(new byte[] {one});
      }
      try (BareTarget.Received received = target.receive()) {
        for (char one : (switching() + "x").toCharArray()) {
          received.answer("" + one);
        }
        switched(client);
        assertThat(client.next(1)).isEqualTo("x");
      }
    }
  }

  @Test
  void interim_answers_are_not_the_answer() throws IOException {
    try (RawClient client = client()) {
      client.send(handshake());
      try (BareTarget.Received received = target.receive()) {
        received.answer("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + switching());
        switched(client);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Upgrade: websocket, h2c",
        "Upgrade: h2c, websocket",
        "Upgrade: websocket/13",
        "Upgrade: websocket\r\nUpgrade: websocket",
        "Upgrade: websocket\r\nUpgrade: h2c",
        "Upgrade: h2c\r\nUpgrade: websocket",
        "Upgrade: xwebsocket",
      })
  void an_upgrade_to_anything_beside_a_websocket_is_refused(String upgrade) throws IOException {
    assertBad(handshake().replace("Upgrade: WebSocket", upgrade), 400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 00",
        "Content-Length: 0\r\nContent-Length: 0",
        "Content-Length: 5",
        "Transfer-Encoding: chunked",
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
        "Upgrade: websocket",
      })
  void a_handshake_with_a_body_or_with_something_twice_is_refused(String header)
      throws IOException {
    // Two lengths are not valid HTTP/1.1 at all
    int status = header.contains("\n") ? 403 : 400;
    assertBad(handshake(header) + "GET /hidden HTTP/1.1\r\nHost: x\r\n\r\n", status);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Connection: keep-alive, Upgrade|Connection: keep-alive",
        "Connection: keep-alive, Upgrade|X-Connection: upgrade",
        "GET |POST ",
        "GET |HEAD ",
        "Sec-WebSocket-Key: |X-Key: ",
        KEY + "|dGhlIHNhbXBsZQ==",
        KEY + "|dGhlIHNhbXBsZSBub25jZ===",
        KEY + "|!GhlIHNhbXBsZSBub25jZQ==",
      })
  void what_is_not_a_handshake_to_the_letter_is_refused(String change) throws IOException {
    String[] parts = change.split("\\|");
    assertBad(handshake().replace(parts[0], parts[1]), 400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"8", "14", "13, 8", ""})
  void another_version_is_told_the_right_one(String version) throws IOException {
    RawClient.Answer answer =
        assertBad(handshake().replace("Version: 13", "Version: " + version), 426);
    assertThat(answer.header("Sec-WebSocket-Version")).isEqualTo("13");
  }

  @Test
  void a_secret_in_the_subprotocol_goes_nowhere() throws IOException {
    String browsers = "realtime, openai-insecure-api-key." + route.secret();
    RawClient.Answer answer = assertBad(handshake("Sec-WebSocket-Protocol: " + browsers), 400);
    assertThat(answer.body())
        .contains("Sec-WebSocket-Protocol", "Authorization")
        .doesNotContain(route.secret());
    String only =
        handshake("Sec-WebSocket-Protocol: " + browsers)
            .replace("Authorization: Bearer " + route.secret() + "\r\n", "");
    assertThat(RawClient.ask(gateway.port(), only).status()).isEqualTo(403);
  }

  @Test
  void a_secret_in_the_query_goes_nowhere() throws IOException {
    String path = "/openai/realtime?api-key=" + route.secret();
    String both = handshake(gateway.port(), route.secret(), path);
    assertThat(RawClient.ask(gateway.port(), both).status()).isEqualTo(403);
    String only = both.replace("Authorization: Bearer " + route.secret() + "\r\n", "");
    assertThat(RawClient.ask(gateway.port(), only).status()).isEqualTo(403);
    assertNothingArrives();
  }

  @Test
  void a_handshake_of_a_web_page_or_to_another_host_is_refused() throws IOException {
    for (String odd :
        List.of(
            handshake("Origin: https://page.example"),
            handshake("Origin: null"),
            handshake().replace("Host: 127.0.0.1", "Host: page.example"),
            handshake().replace(route.secret(), "wrong"),
            handshake().replace("GET /", "GET http://127.0.0.1/"),
            handshake().replace("/openai/v1", "/openai/../v1"))) {
      assertThat(RawClient.ask(gateway.port(), odd).status()).isEqualTo(403);
    }
    assertNothingArrives();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi",
        "HTTP/1.1 426 Upgrade Required\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n",
        "HTTP/1.1 404 Not Found\r\n\r\nhi",
        "HTTP/1.0 404 Not Found\r\n\r\nhi",
      })
  void a_second_request_behind_a_refused_handshake_goes_nowhere(String refusal) throws IOException {
    try (RawClient client = client()) {
      client.send(
          handshake()
              + "GET /hidden HTTP/1.1\r\nHost: 127.0.0.1:"
              + gateway.port()
              + "\r\napi-key: "
              + route.secret()
              + "\r\n\r\n");
      try (BareTarget.Received received = target.receive()) {
        received.answer(refusal);
        if (!refusal.contains("-")) {
          received.close();
        }
        RawClient.Answer answer = client.answer();
        assertThat(answer.status()).isEqualTo(Integer.parseInt(refusal.substring(9, 12)));
        assertThat(answer.body()).isEqualTo("hi");
        assertThat(answer.header("Connection")).isEqualTo("close");
        assertThat(client.isAtEnd()).isTrue();
        assertThat(received.isLeft()).as("nothing more arrives").isTrue();
      }
    }
    assertNothingArrives();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sec-WebSocket-Accept: ACCEPT|X: y",
        "ACCEPT|AAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "Sec-WebSocket-Accept: ACCEPT|Sec-WebSocket-Accept: ACCEPT\r\nSec-WebSocket-Accept: ACCEPT",
        "upgrade: websocket|X: y",
        "upgrade: websocket|Upgrade: h2c",
        "upgrade: websocket|Upgrade: websocket\r\nUpgrade: h2c",
        "Connection: upgrade|Connection: close",
        "HTTP/1.1 101|HTTP/1.0 101",
        "Connection: upgrade|Connection : upgrade",
        "HTTP/1.1 101|HTTP/1.1 1O1",
      })
  void a_101_that_is_not_for_this_handshake_is_no_switch(String change) throws IOException {
    String[] parts = change.replace("ACCEPT", accept()).split("\\|");
    try (RawClient client = client()) {
      client.send(handshake() + "frames");
      try (BareTarget.Received received = target.receive()) {
        received.answer(switching().replace(parts[0], parts[1]) + "frames");
        RawClient.Answer answer = client.answer();
        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.body()).doesNotContain(BareTarget.TOKEN);
        assertThat(received.isLeft()).isTrue();
      }
    }
  }

  @Test
  void a_101_to_a_request_that_did_not_ask_is_no_switch() throws IOException {
    try (RawClient client = client()) {
      client.send(
          "GET /v1 HTTP/1.1\r\nHost: localhost:"
              + gateway.port()
              + "\r\napi-key: "
              + route.secret()
              + "\r\n\r\n");
      try (BareTarget.Received received = target.receive()) {
        received.answer(switching() + "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        assertThat(client.answer().status()).isEqualTo(502);
      }
    }
  }

  @Test
  void an_upgrade_to_http2_is_not_passed_on() throws IOException {
    try (RawClient client = client()) {
      client.send(
          handshake("HTTP2-Settings: AAMAAABk").replace("Upgrade: WebSocket", "Upgrade: h2c"));
      try (BareTarget.Received received = target.receive()) {
        assertThat(received.head.toLowerCase(Locale.ROOT)).doesNotContain("upgrade", "h2c");
        received.answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        assertThat(client.answer().status()).isEqualTo(200);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nhi",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\nhi",
        "HTTP/1.1 500 Error\r\nContent-Length: 20\r\n\r\nhi",
        "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhiX\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX-A : b\r\nContent-Length: 2\r\n\r\nhi",
        "HTTP/1.1 200 OK\r\nX-A: b\r\n folded\r\nContent-Length: 2\r\n\r\nhi",
        "HTTP/1.1 200 OK\nContent-Length: 2\n\nhi",
        "SSH-2.0-OpenSSH_9.2\r\n",
      })
  void an_answer_that_cannot_be_read_is_a_502(String answer) throws IOException {
    try (RawClient client = client()) {
      client.send(handshake());
      try (BareTarget.Received received = target.receive()) {
        received.answer(answer);
      }
      assertThat(client.answer().status()).isEqualTo(502);
      assertThat(client.isAtEnd()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 101 Switching Protocols\r\nX-Long: |x",
        "HTTP/1.1 101 Switching Protocols\r\n|X-A: b\r\n",
        "HTTP/1.1 101 Switching Protocols\r\n|A:\r\n",
        "|HTTP/1.1 100 Continue\r\n\r\n",
      })
  void a_head_without_an_end_is_no_answer(String head) throws IOException {
    String[] parts = head.split("\\|");
    try (RawClient client = client()) {
      client.send(handshake());
      try (BareTarget.Received received = target.receive()) {
        received.answer(parts[0]);
        for (int i = 0; i < 1_000 && !isBroken(received, parts[1].repeat(1_000)); i++) {}
        assertThat(client.answer().status()).isEqualTo(502);
      }
    }
  }

  private static boolean isBroken(BareTarget.Received received, String more) {
    try {
      received.answer(more);
      return false;
    } catch (IOException left) {
      return true;
    }
  }

  @Test
  void a_redirect_to_the_target_comes_back_as_the_gateways_own() throws IOException {
    try (RawClient client = client()) {
      client.send(handshake());
      try (BareTarget.Received received = target.receive()) {
        received.answer(
            "HTTP/1.1 307 Temporary Redirect\r\nContent-Length: 0\r\nLocation: "
                + target.target()
                + "/openai/v1/elsewhere\r\n\r\n");
        RawClient.Answer answer = client.answer();
        assertThat(answer.status()).isEqualTo(307);
        assertThat(answer.header("Location"))
            .isEqualTo("http://127.0.0.1:" + gateway.port() + "/openai/v1/elsewhere");
      }
    }
  }

  @Test
  void an_answer_of_another_kind_has_a_limit() throws IOException {
    try (RawClient client = client()) {
      client.send(handshake());
      try (BareTarget.Received received = target.receive()) {
        received.answer("HTTP/1.1 200 OK\r\nContent-Length: 3000000\r\n\r\n");
        received.answer("x".repeat(MEBIBYTE + 1));
        assertThat(client.answer().status()).isEqualTo(502);
        assertThat(received.isLeft()).isTrue();
      }
    }
  }

  @Test
  void a_target_that_is_not_there_is_a_502() throws IOException {
    try (HeldPort nobody = new HeldPort();
        Route away = gateway.route(TargetParser.parse("http://127.0.0.1:" + nobody.number()))) {
      RawClient.Answer answer =
          RawClient.ask(
              gateway.port(), handshake(gateway.port(), away.secret(), "/openai/v1/realtime"));
      assertThat(answer.status()).isEqualTo(502);
      assertThat(answer.body()).contains("TargetUnreachable", "ConnectException");
    }
  }

  @Test
  void a_handshake_that_is_too_long_is_refused() throws IOException {
    RawClient.Answer answer =
        RawClient.ask(gateway.port(), handshake("X-Long: " + "x".repeat(70_000)));
    assertThat(answer.status()).isEqualTo(403);
    assertNothingArrives();
  }

  @Test
  void a_client_that_leaves_within_the_handshake_ends_it() throws IOException {
    try (RawClient client = client()) {
      client.send(handshake());
      try (BareTarget.Received received = target.receive()) {
        client.close();
        assertThat(received.isLeft()).isTrue();
      }
    }
  }

  @Test
  void the_end_of_one_direction_is_not_the_end_of_the_other() throws IOException {
    try (RawClient client = client()) {
      client.send(handshake());
      try (BareTarget.Received received = target.receive()) {
        received.answer(switching());
        switched(client);
        client.send("last words").shutdownOutput();
        assertThat(text(received.in.readAllBytes())).isEqualTo("last words");
        received.answer("an answer to them");
        assertThat(client.next(17)).isEqualTo("an answer to them");
        received.close();
        assertThat(client.isAtEnd()).isTrue();
      }
    }
  }

  @Test
  void the_targets_end_is_passed_on_while_the_client_still_sends() throws IOException {
    try (RawClient client = client()) {
      client.send(handshake());
      try (BareTarget.Received received = target.receive()) {
        received.answer(switching() + "the last frame");
        received.shutdownOutput();
        switched(client);
        assertThat(client.rest()).isEqualTo("the last frame");
        client.send("and the clients");
        assertThat(text(received.in.readNBytes(15))).isEqualTo("and the clients");
        client.close();
        assertThat(received.isLeft()).isTrue();
      }
    }
  }

  @Test
  void a_reset_of_either_side_ends_the_other() throws IOException {
    for (boolean ofClient : new boolean[] {true, false}) {
      try (RawClient client = client()) {
        client.send(handshake());
        try (BareTarget.Received received = target.receive()) {
          received.answer(switching());
          switched(client);
          if (ofClient) {
            client.reset();
            assertThat(received.isLeft()).isTrue();
          } else {
            received.reset();
            assertThat(client.rest()).isEmpty();
          }
        }
      }
    }
  }

  @Test
  void a_client_that_does_not_read_slows_the_target_and_loses_nothing() throws Exception {
    try (RawClient client = client()) {
      client.send(handshake());
      try (BareTarget.Received received = target.receive()) {
        received.answer(switching());
        switched(client);
        int all = 64 * MEBIBYTE;
        CompletableFuture<Void> sent = sending(all, received::send);
        assertThatThrownBy(() -> sent.get(1, TimeUnit.SECONDS))
            .isInstanceOf(TimeoutException.class);
        assertThat(client.skip(all)).isEqualTo(all);
        sent.get(20, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void a_target_that_does_not_read_slows_the_client_and_the_gateways_end_frees_both()
      throws Exception {
    try (RawClient client = client()) {
      client.send(handshake());
      try (BareTarget.Received received = target.receive()) {
        received.answer(switching());
        switched(client);
        CompletableFuture<Void> sent = sending(64 * MEBIBYTE, client::send);
        assertThatThrownBy(() -> sent.get(1, TimeUnit.SECONDS))
            .isInstanceOf(TimeoutException.class);
        received.answer("still there");
        assertThat(client.next(11)).as("the other direction goes on").isEqualTo("still there");
        gateway.close();
        assertThatThrownBy(() -> sent.get(20, TimeUnit.SECONDS))
            .isInstanceOf(ExecutionException.class);
      }
    }
  }

  @Test
  void a_session_whose_sides_do_not_read_ends_with_its_route() throws Exception {
    try (RawClient client = client()) {
      client.send(handshake());
      try (BareTarget.Received received = target.receive()) {
        received.answer(switching());
        switched(client);
        CompletableFuture<Void> sent = sending(64 * MEBIBYTE, client::send);
        CompletableFuture<Void> answered = sending(64 * MEBIBYTE, received::send);
        assertThatThrownBy(() -> sent.get(1, TimeUnit.SECONDS))
            .isInstanceOf(TimeoutException.class);
        route.close();
        for (CompletableFuture<Void> one : List.of(sent, answered)) {
          assertThatThrownBy(() -> one.get(20, TimeUnit.SECONDS))
              .isInstanceOf(ExecutionException.class);
        }
      }
    }
  }

  @Test
  void handshakes_without_the_secret_take_no_room() throws IOException {
    List<RawClient> strangers = new ArrayList<>();
    try {
      for (int i = 0; i < 200; i++) {
        RawClient stranger = client();
        strangers.add(stranger);
        String head = handshake().replace(route.secret(), "wrong");
        stranger.send(i % 2 == 0 ? head : head.substring(0, head.length() - 2));
      }
      try (RawClient client = client()) {
        client.send(handshake());
        try (BareTarget.Received received = target.receive()) {
          received.answer(switching());
          switched(client);
        }
      }
      assertThat(gateway.unauthenticatedCount()).isLessThanOrEqualTo(64);
    } finally {
      for (RawClient stranger : strangers) {
        stranger.close();
      }
    }
    assertNothingArrives();
  }

  private interface Sink {
    Object send(byte[] bytes) throws IOException;
  }

  private static CompletableFuture<Void> sending(int bytes, Sink to) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            for (int sent = 0; sent < bytes; sent += MEBIBYTE) {
              to.send(new byte[MEBIBYTE]);
            }
          } catch (IOException broken) {
            throw new IllegalStateException(broken);
          }
        },
        task -> new Thread(task).start());
  }

  private RawClient.Answer assertBad(String handshake, int status) throws IOException {
    try (RawClient client = client()) {
      RawClient.Answer answer = client.send(handshake).answer();
      assertThat(answer.status()).isEqualTo(status);
      if (!handshake.startsWith("HEAD") && status != 403) {
        assertThat(answer.body()).contains("\"code\":\"BadWebSocketHandshake\"");
      }
      assertThat(client.isAtEnd()).isTrue();
      assertNothingArrives();
      return answer;
    }
  }

  /** No connection was made for anything before: the next one is that of the next request. */
  private void assertNothingArrives() throws IOException {
    try (RawClient client = client()) {
      client.send(handshake().replace("/openai/v1/realtime", "/the-next"));
      try (BareTarget.Received received = target.receive()) {
        assertThat(received.head).startsWith("GET /the-next");
      }
    }
  }

  private static void switched(RawClient client) throws IOException {
    assertThat(client.status()).isEqualTo(101);
    assertThat(client.headers()).containsKey("Sec-WebSocket-Accept");
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.US_ASCII);
  }

  private RawClient client() throws IOException {
    return new RawClient(gateway.port());
  }
}
