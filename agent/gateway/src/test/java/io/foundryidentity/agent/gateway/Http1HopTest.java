package io.foundryidentity.agent.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The gateway's own connections to a target, when the target is slow, broken or hostile. */
@Timeout(60)
class Http1HopTest {

  private static final int MEBIBYTE = 1 << 20;
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

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

  @Test
  void requests_one_after_the_other_share_a_connection_also_of_two_clients() throws IOException {
    try (RawClient first = client();
        RawClient second = client()) {
      first.send(get("/one"));
      try (BareTarget.Received received = target.receive()) {
        received.answer(OK);
        assertThat(first.answer().body()).isEqualTo("ok");
        second.send(get("/two"));
        assertThat(received.nextHead()).startsWith("GET /two ");
        received.answer(OK);
        assertThat(second.answer().body()).isEqualTo("ok");
      }
    }
  }

  @Test
  void a_connection_that_waits_long_for_its_answer_is_probed() throws IOException {
    List<Path> tables = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
    assumeTrue(tables.stream().allMatch(Files::isReadable), "Linux shows connections' timers");
    try (RawClient client = client()) {
      client.send(get("/one"));
      try (BareTarget.Received received = target.receive()) {
        // The timer's kind follows the two queues: 02 is the one of TCP keep-alive. As long as the
        // request is not acknowledged it is another one.
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        List<String> connections = toTarget(tables);
        while (!isProbed(connections) && System.nanoTime() < end) {
          connections = toTarget(tables);
        }
        assertThat(connections).singleElement().matches(Http1HopTest::isProbed);
        received.answer(OK);
        assertThat(client.answer().body()).isEqualTo("ok");
      }
    }
  }

  private List<String> toTarget(List<Path> tables) throws IOException {
    String to = String.format(":%04X 01 ", target.target().port());
    List<String> connections = new ArrayList<>();
    for (Path table : tables) {
      Files.readString(table).lines().filter(line -> line.contains(to)).forEach(connections::add);
    }
    return connections;
  }

  private static boolean isProbed(List<String> connections) {
    return connections.size() == 1 && isProbed(connections.get(0));
  }

  private static boolean isProbed(String connection) {
    return connection.split(" 01 ", -1)[1].matches("\\S+ 02:.*");
  }

  @Test
  void an_answer_that_nobody_asked_for_is_given_to_nobody() throws IOException {
    try (RawClient first = client();
        RawClient second = client()) {
      first.send(get("/one"));
      try (BareTarget.Received received = target.receive()) {
        received.answer(OK);
        assertThat(first.answer().body()).isEqualTo("ok");
        received.answer("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nstolen");
        second.send(get("/two"));
        try (BareTarget.Received own = target.receive()) {
          own.answer("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nown");
          assertThat(second.answer().body()).isEqualTo("own");
        }
        assertThat(received.isLeft()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokX",
        "HTTP/1.1 204 None\r\nContent-Length: 2\r\n\r\n",
        "HTTP/1.1 204 None\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 304 Same\r\nContent-Length: 2\r\n\r\n"
      })
  void after_such_an_answer_the_connection_is_not_used_again(String answer) throws IOException {
    try (RawClient client = client()) {
      client.send(get("/one"));
      try (BareTarget.Received received = target.receive()) {
        received.answer(answer);
        assertThat(client.status()).isIn(200, 204, 304);
        assertThat(received.isLeft()).isTrue();
      }
    }
  }

  /** Some servers send the body after all, a moment later. */
  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 2", "Transfer-Encoding: chunked"})
  void after_a_head_request_with_a_length_the_connection_is_not_used_again(String length)
      throws IOException {
    try (RawClient client = client()) {
      client.send(get("/one").replace("GET ", "HEAD "));
      try (BareTarget.Received received = target.receive()) {
        received.answer("HTTP/1.1 200 OK\r\n" + length + "\r\n\r\n");
        assertThat(client.status()).isEqualTo(200);
        assertThat(received.isLeft()).isTrue();
      }
    }
  }

  @Test
  void an_answer_may_come_byte_by_byte() throws IOException {
    try (RawClient client = client()) {
      client.send(get("/one"));
      try (BareTarget.Received received = target.receive()) {
        String answer =
            "HTTP/1.1 200 OK\r\nX-A: b\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "2;x=y\r\nok\r\n3 \r\nfin\r\n0\r\nX-Trailer: t\r\n\r\n";
        for (int i = 0; i < answer.length(); i++) {
          received.answer(answer.substring(i, i + 1));
        }
        assertThat(client.answer().body()).isEqualTo("okfin");
        client.send(get("/two"));
        assertThat(received.nextHead()).startsWith("GET /two ");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nX-A : b\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 200 OK\r\n X-A: b\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nX-A: b\r\n folded\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 200 OK\nContent-Length: 2\n\nok",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\nok",
        "HTTP/1.1 200 OK\r\nNo colon\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 20 OK\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 2000 OK\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 000 OK\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/2 200 OK\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.2 200 OK\r\nContent-Length: 2\r\n\r\nok",
        "http/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
        "ICY 200 OK\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 101 Switching\r\n\r\n"
      })
  void an_answer_that_can_be_read_in_two_ways_is_none(String answer) throws IOException {
    try (RawClient client = client()) {
      client.send(get("/one"));
      try (BareTarget.Received received = target.receive()) {
        received.answer(answer);
        RawClient.Answer got = client.answer();
        assertThat(got.status()).isEqualTo(502);
        assertThat(got.body()).contains("TargetUnreachable").doesNotContain("gzip", "folded");
        assertThat(received.isLeft()).isTrue();
      }
    }
  }

  @Test
  void a_head_without_an_end_is_no_answer() throws IOException {
    assertThat(statusOfEndless("HTTP/1.1 200 OK\r\nX-Long: ", "x".repeat(1024))).isEqualTo(502);
    assertThat(statusOfEndless("HTTP/1.1 200 OK\r\n", "X-A: b\r\n".repeat(64))).isEqualTo(502);
    assertThat(statusOfEndless("", "HTTP/1.1 100 Continue\r\n\r\n")).isEqualTo(502);
  }

  private int statusOfEndless(String begin, String more) throws IOException {
    try (RawClient client = client()) {
      client.send(get("/one"));
      try (BareTarget.Received received = target.receive()) {
        received.answer(begin);
        sendUntilLeft(received, more);
        return client.answer().status();
      }
    }
  }

  private static void sendUntilLeft(BareTarget.Received received, String more) {
    try {
      for (int i = 0; i < 100_000; i++) {
        received.answer(more);
      }
      throw new AssertionError("everything was read");
    } catch (IOException left) {
      assertThat(left).isNotNull();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x\r\nok\r\n0\r\n\r\n",
        "\r\nok\r\n0\r\n\r\n",
        "-2\r\nok\r\n0\r\n\r\n",
        "+2\r\nok\r\n0\r\n\r\n",
        "0x2\r\nok\r\n0\r\n\r\n",
        "2\nok\r\n0\r\n\r\n",
        "2\r\nokX\r\n0\r\n\r\n",
        "2\r\nok0\r\n\r\n",
        "fffffffffffffffff\r\nok",
        "2\r\nok\r\n0\r\nX: y",
        "2\r\nok\r\n0\r\n"
      })
  void malformed_chunks_do_not_end_as_if_they_were_whole(String chunks) throws IOException {
    try (RawClient client = client()) {
      client.send(get("/one"));
      try (BareTarget.Received received = target.receive()) {
        received.answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks);
      }
      assertThat(client.rest()).doesNotEndWith("0\r\n\r\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"2;", "0\r\nX: "})
  void a_chunk_line_without_an_end_ends_the_answer(String begin) throws IOException {
    try (RawClient client = client()) {
      client.send(get("/one"));
      try (BareTarget.Received received = target.receive()) {
        received.answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + begin);
        sendUntilLeft(received, "x".repeat(1024));
      }
      assertThat(client.rest()).doesNotEndWith("0\r\n\r\n");
    }
  }

  @Test
  void what_is_there_before_an_incomplete_chunk_line_arrives_at_once() throws IOException {
    try (RawClient client = client()) {
      client.send(get("/one"));
      try (BareTarget.Received received = target.receive()) {
        received.answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n6");
        assertThat(client.status()).isEqualTo(200);
        assertThat(client.headers()).isNotEmpty();
        assertThat(client.chunk()).isEqualTo("first");
        received.answer("\r\nsecond\r\n0\r\n\r\n");
        assertThat(client.chunk()).isEqualTo("second");
        assertThat(client.chunk()).isEmpty();
      }
    }
  }

  @Test
  void a_body_that_ends_with_the_connection_has_an_end_that_the_client_can_tell()
      throws IOException {
    try (RawClient client = client()) {
      client.send(get("/one"));
      try (BareTarget.Received received = target.receive()) {
        received.answer("HTTP/1.1 200 OK\r\nX-A: b\r\n\r\nall of it");
      }
      RawClient.Answer answer = client.answer();
      assertThat(answer.headers()).containsOnlyKeys("X-A", "Transfer-Encoding");
      assertThat(answer.body()).isEqualTo("all of it");
      client.send(get("/two"));
      try (BareTarget.Received another = target.receive()) {
        another.answer(OK);
        assertThat(client.answer().body()).isEqualTo("ok");
      }
    }
  }

  @Test
  void a_body_that_should_end_with_the_connection_does_not_look_complete_after_a_reset()
      throws IOException {
    try (RawClient client = client()) {
      client.send(get("/one"));
      try (BareTarget.Received received = target.receive()) {
        received.answer("HTTP/1.1 200 OK\r\n\r\nhalf");
        assertThat(client.status()).isEqualTo(200);
        assertThat(client.headers()).containsKey("Transfer-Encoding");
        assertThat(client.chunk()).isEqualTo("half");
        received.reset();
        assertThat(client.rest()).isEmpty();
      }
    }
  }

  @Test
  void an_answer_is_seen_while_the_body_is_still_being_sent() throws IOException {
    try (RawClient client = client()) {
      client.send(post("/one", 64L * MEBIBYTE)).send(new byte[2 * MEBIBYTE]);
      try (BareTarget.Received received = target.receive()) {
        received.answer("HTTP/1.1 413 Too Long\r\nContent-Length: 3\r\n\r\nno!");
        assertThat(client.answer().status()).isEqualTo(413);
        assertThat(leftAfterTheRest(received)).isTrue();
      }
    }
  }

  private static boolean leftAfterTheRest(BareTarget.Received received) {
    try {
      return received.in.readAllBytes().length < 64 * MEBIBYTE;
    } catch (IOException reset) {
      return true;
    }
  }

  @Test
  void a_client_that_does_not_read_makes_the_target_wait() throws Exception {
    byte[] piece = new byte[MEBIBYTE];
    try (RawClient client = client()) {
      client.send(get("/one"));
      try (BareTarget.Received received = target.receive()) {
        int pieces = 128;
        received.answer("HTTP/1.1 200 OK\r\nContent-Length: " + pieces * MEBIBYTE + "\r\n\r\n");
        CompletableFuture<Void> written =
            CompletableFuture.runAsync(
                () -> {
                  try {
                    for (int i = 0; i < pieces; i++) {
                      received.answer(piece);
                    }
                  } catch (IOException broken) {
                    throw new IllegalStateException(broken);
                  }
                });
        assertThatThrownBy(() -> written.get(500, TimeUnit.MILLISECONDS))
            .isInstanceOf(TimeoutException.class);
        assertThat(client.answer().body()).hasSize(pieces * MEBIBYTE);
        written.get(20, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void a_get_on_a_connection_that_the_target_closes_goes_out_once_more() throws IOException {
    try (RawClient client = client()) {
      client.send(get("/one"));
      BareTarget.Received received = target.receive();
      received.answer(OK);
      assertThat(client.answer().status()).isEqualTo(200);
      client.send(get("/two"));
      assertThat(received.nextHead()).startsWith("GET /two ");
      received.close();
      try (BareTarget.Received again = target.receive()) {
        assertThat(again.head).startsWith("GET /two ");
        again.answer(OK);
        assertThat(client.answer().status()).isEqualTo(200);
      }
    }
  }

  @Test
  void a_post_that_the_target_has_read_goes_out_once() throws IOException {
    try (RawClient client = client()) {
      client.send(get("/one"));
      BareTarget.Received received = target.receive();
      received.answer(OK);
      assertThat(client.answer().status()).isEqualTo(200);
      client.send(post("/two", 2)).send("{}");
      assertThat(received.nextHead()).startsWith("POST /two ");
      received.close();
      RawClient.Answer answer = client.answer();
      assertThat(answer.status()).isEqualTo(502);
      assertThat(answer.body()).contains("closed the connection without an answer");
      client.send(get("/three"));
      try (BareTarget.Received next = target.receive()) {
        assertThat(next.head).startsWith("GET /three ");
      }
    }
  }

  @Test
  void a_broken_answer_is_not_asked_for_again() throws IOException {
    try (RawClient client = client()) {
      client.send(get("/one"));
      BareTarget.Received received = target.receive();
      received.answer(OK);
      assertThat(client.answer().status()).isEqualTo(200);
      client.send(get("/two"));
      assertThat(received.nextHead()).startsWith("GET /two ");
      received.answer("HTTP/1.1 200 O");
      received.close();
      assertThat(client.answer().status()).isEqualTo(502);
    }
  }

  @Test
  void a_client_that_leaves_ends_only_its_own_connection() throws IOException {
    try (RawClient leaving = client();
        RawClient staying = client()) {
      leaving.send(get("/one"));
      try (BareTarget.Received first = target.receive()) {
        staying.send(get("/two"));
        try (BareTarget.Received second = target.receive()) {
          leaving.close();
          assertThat(first.isLeft()).isTrue();
          second.answer(OK);
          assertThat(staying.answer().status()).isEqualTo(200);
          staying.send(get("/three"));
          assertThat(second.nextHead()).startsWith("GET /three ");
        }
      }
    }
  }

  @Test
  void a_request_without_a_body_has_no_length_and_an_empty_post_has_one() throws IOException {
    try (RawClient client = client()) {
      client.send(get("/one"));
      try (BareTarget.Received received = target.receive()) {
        assertThat(received.head)
            .contains("\r\nHost: " + target.target().host() + ":" + target.target().port() + "\r\n")
            .doesNotContainIgnoringCase("content-length")
            .doesNotContainIgnoringCase("user-agent");
        received.answer(OK);
        assertThat(client.answer().status()).isEqualTo(200);
        client.send(post("/two", 0));
        assertThat(received.nextHead()).contains("\r\nContent-Length: 0\r\n");
      }
    }
  }

  @Test
  void the_targets_own_url_comes_back_as_the_gateways() throws IOException {
    String own = "http://" + target.target().host() + ":" + target.target().port();
    try (RawClient client = client()) {
      client.send(get("/one"));
      try (BareTarget.Received received = target.receive()) {
        received.answer(
            "HTTP/1.1 202 Accepted\r\nLocation: "
                + own
                + "/a?b=c\r\nOperation-Location: https://elsewhere.test/\r\n"
                + "Content-Length: 0\r\n\r\n");
        RawClient.Answer answer = client.answer();
        assertThat(answer.header("Location")).isEqualTo(route.origin() + "/a?b=c");
        assertThat(answer.header("Operation-Location")).isEqualTo("https://elsewhere.test/");
      }
    }
  }

  private RawClient client() throws IOException {
    return new RawClient(gateway.port());
  }

  private String get(String path) {
    return "GET " + path + " HTTP/1.1\r\n" + common() + "\r\n";
  }

  private String post(String path, long length) {
    return "POST " + path + " HTTP/1.1\r\n" + common() + "Content-Length: " + length + "\r\n\r\n";
  }

  private String common() {
    return "Host: localhost:" + gateway.port() + "\r\napi-key: " + route.secret() + "\r\n";
  }
}
