package io.foundryidentity.agent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.core.targets.TargetParser;
import io.foundryidentity.agent.instrumentation.testing.TestAuthorizer.Question;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.simulator.ReceivedRequest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of an admitted request and of its answer, before a Foundry that checks tokens. */
class ForwardingTest {

  private static final int MEBIBYTE = 1 << 20;

  private OpenGateway open;

  @BeforeEach
  void open() throws IOException {
    open = new OpenGateway();
  }

  @AfterEach
  void close() throws IOException {
    open.close();
  }

  @Test
  void each_request_goes_out_with_the_token_of_its_moment() throws IOException {
    String first = current();
    assertThat(open.ask(open.get("/openai/v1/models")).status()).isEqualTo(200);
    open.network
        .authorizer()
        .find("https", "localhost", open.network.foundry().port(), "/")
        .refused("localhost", "/", first, 0);
    assertThat(open.ask(open.get("/openai/v1/models")).status()).isEqualTo(200);

    assertThat(sent("Authorization")).containsExactly(first, current()).doesNotHaveDuplicates();
  }

  @Test
  void a_conversation_is_one_connection() throws IOException {
    try (RawClient client = open.connect()) {
      for (int turn = 0; turn < 10; turn++) {
        RawClient.Answer answer = client.send(open.post("/echo", "turn " + turn)).answer();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).contains("turn " + turn);
      }
      client.send(open.get("/openai/v1/models", "Connection: close"));
      assertThat(client.answer().header("Connection")).isEqualTo("close");
      assertThat(client.isAtEnd()).isTrue();
    }
  }

  @Test
  void keys_go_and_other_headers_stay() throws IOException {
    open.ask(
        open.get(
            "/openai/v1/models",
            "api-key: placeholder",
            "x-api-key: placeholder",
            "Ocp-Apim-Subscription-Key: placeholder",
            "X-Copy: " + open.secret(),
            "X-Stainless-Lang: js",
            "User-Agent: a-client/1",
            "Accept: text/event-stream"));

    ReceivedRequest request = only();
    assertThat(request.headers().anyValueContains("placeholder")).isFalse();
    assertThat(request.headers().anyValueContains(open.secret())).isFalse();
    assertThat(request.header("x-stainless-lang")).isEqualTo("js");
    assertThat(request.header("user-agent")).isEqualTo("a-client/1");
    assertThat(request.header("accept")).isEqualTo("text/event-stream");
    assertThat(request.host()).isEqualTo("localhost:" + open.network.foundry().port());
  }

  @Test
  void path_query_method_and_body_arrive_as_they_were_sent() throws IOException {
    String path = "/echo?api-version=2024-10-21&q=a%20b+c%2Fd";
    RawClient.Answer answer =
        open.ask(open.post(path, "{\"a\": 1}", "Content-Type: application/json"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(only().method()).isEqualTo("POST");
    assertThat(only().path()).isEqualTo(path);
    assertThat(only().bodyText()).isEqualTo("{\"a\": 1}");
    assertThat(only().header("content-type")).isEqualTo("application/json");
  }

  @Test
  void a_stream_arrives_event_by_event() throws IOException {
    open.network.foundry().pauseStreams();
    String body = "{\"model\":\"m\",\"stream\":true,\"messages\":[]}";
    try (RawClient client = open.connect()) {
      client.send(open.post("/openai/v1/chat/completions", body));
      assertThat(client.status()).isEqualTo(200);
      assertThat(client.headers().get("content-type").get(0)).startsWith("text/event-stream");
      assertThat(client.chunk()).as("while the stream is paused").startsWith("data: {");

      open.network.foundry().resumeStreams();
      String last = "";
      for (String chunk = client.chunk(); !chunk.isEmpty(); chunk = client.chunk()) {
        last = chunk;
      }
      assertThat(last).endsWith("data: [DONE]\n\n");
      assertThat(client.send(open.get("/openai/v1/models")).answer().status()).isEqualTo(200);
    }
  }

  @Test
  void a_redirect_is_handed_back() throws IOException {
    String elsewhere = open.network.stranger("/take-it").toString();
    RawClient.Answer answer =
        open.ask(open.get(TestNetwork.redirect(307, open.network.stranger("/take-it"))));

    assertThat(answer.status()).isEqualTo(307);
    assertThat(answer.header("Location")).isEqualTo(elsewhere);
    assertThat(open.network.stranger().requests()).isEmpty();
    assertThat(open.network.foundry().requests()).hasSize(1);
  }

  @Test
  void a_refusal_of_the_target_is_handed_back_as_it_is() throws IOException {
    RawClient.Answer answer = open.ask(open.post("/openai/v1/none", "{}"));
    assertThat(answer.status()).isEqualTo(404);
  }

  @Test
  void without_a_token_it_answers_503_and_sends_nothing() throws IOException {
    open.network.authorizer().haveNoToken();
    assertUnsigned();
  }

  @Test
  void where_the_policy_is_to_fail_it_answers_503_with_the_reason() throws IOException {
    open.network.authorizer().failByPolicy("the identity \"endpoint\" is away");
    assertThat(assertUnsigned().body()).contains("the identity \\\"endpoint\\\" is away");
  }

  @Test
  void where_the_agent_is_broken_it_answers_503() throws IOException {
    open.network.authorizer().breakDown();
    assertUnsigned();
    assertThat(open.network.authorizer().failures()).hasSize(1);
  }

  @Test
  void what_the_configuration_does_not_name_gets_503() throws IOException {
    Route unnamed = open.gateway.route(TargetParser.parse(open.network.stranger("").toString()));
    RawClient.Answer answer = open.ask(open.get("/").replace(open.secret(), unnamed.secret()));

    assertThat(answer.status()).isEqualTo(503);
    assertThat(open.network.stranger().requests()).isEmpty();
  }

  private RawClient.Answer assertUnsigned() throws IOException {
    RawClient.Answer answer =
        open.ask(open.post("/openai/v1/responses", "{}", "x-api-key: the-applications-key"));
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.body()).contains("\"code\":\"NoToken\"");
    assertThat(open.network.foundry().requests()).isEmpty();
    return answer;
  }

  @Test
  void the_connection_goes_on_after_a_503() throws IOException {
    try (RawClient client = open.connect()) {
      open.network.authorizer().haveNoToken();
      assertThat(client.send(open.post("/echo", "one")).answer().status()).isEqualTo(503);
      open.network.authorizer().recover();
      assertThat(client.send(open.post("/echo", "two")).answer().status()).isEqualTo(200);
    }
  }

  @Test
  void a_refused_token_is_replaced_and_the_request_sent_once_more() throws IOException {
    open.network.foundry().refuseNext(1);
    RawClient.Answer answer = open.ask(open.post("/echo", "a question"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(open.network.foundry().requests())
        .extracting(ReceivedRequest::bodyText)
        .containsExactly("a question", "a question");
    assertThat(sent("Authorization")).containsExactlyElementsOf(open.network.authorizer().values());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5000, MEBIBYTE - 1})
  void a_small_body_in_chunks_can_be_sent_once_more(int size) throws IOException {
    open.network.foundry().refuseNext(1);
    assertThat(open.ask(chunked("/echo", "x".repeat(size))).status()).isEqualTo(200);
    assertThat(open.network.foundry().requests())
        .extracting(request -> request.body().length)
        .containsExactly(size, size);
  }

  @Test
  void a_second_refusal_is_the_clients() throws IOException {
    open.network.foundry().refuseNext(2);
    assertThat(open.ask(open.post("/echo", "a question")).status()).isEqualTo(401);
    assertThat(open.network.foundry().requests()).hasSize(2);
  }

  @Test
  void a_long_body_is_sent_once_and_the_next_request_has_another_token() throws IOException {
    String longBody = "x".repeat(MEBIBYTE + 1);
    open.network.foundry().refuseNext(1);

    assertThat(open.ask(open.post("/echo", longBody)).status()).isEqualTo(401);
    assertThat(open.network.foundry().requests()).hasSize(1);
    assertThat(open.network.authorizer().questions())
        .filteredOn(question -> question.what().equals("refused"))
        .extracting(Question::mayWait)
        .containsExactly(false);

    assertThat(open.ask(open.post("/echo", longBody)).status()).isEqualTo(200);
    assertThat(sent("Authorization")).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(ints = {MEBIBYTE, MEBIBYTE + 1, 5 * MEBIBYTE})
  void a_long_body_in_chunks_arrives_whole(int size) throws IOException {
    assertThat(open.ask(chunked("/openai/v1/none", "y".repeat(size))).status()).isEqualTo(404);
    assertThat(only().body()).hasSize(size);
    assertThat(only().headers().all("Content-Length")).isEmpty();
  }

  @Test
  void over_tls_it_takes_the_jvms_proxy_which_sees_neither_token_nor_secret() throws IOException {
    ProxySelector before = ProxySelector.getDefault();
    ProxySelector.setDefault(ProxySelector.of(proxy()));
    try {
      assertThat(open.ask(open.post("/echo", "through")).status()).isEqualTo(200);
    } finally {
      ProxySelector.setDefault(before);
    }
    assertThat(open.network.proxy().requests())
        .isNotEmpty()
        .allSatisfy(
            connect -> {
              assertThat(connect.method()).isEqualTo("CONNECT");
              assertThat(connect.headers().contains("Authorization")).isFalse();
              assertThat(connect.headers().anyValueContains(open.secret())).isFalse();
            });
  }

  @Test
  void a_target_on_loopback_without_tls_is_never_asked_through_a_proxy() throws IOException {
    ProxySelector before = ProxySelector.getDefault();
    ProxySelector.setDefault(ProxySelector.of(proxy()));
    try (Route plain =
        open.gateway.route(TargetParser.parse(open.network.plainTarget("").toString()))) {
      String request = open.get("/openai/v1/models").replace(open.secret(), plain.secret());
      assertThat(open.ask(request).status()).isEqualTo(200);
    } finally {
      ProxySelector.setDefault(before);
    }
    assertThat(open.network.proxy().requests()).isEmpty();
    assertThat(only().scheme()).isEqualTo("http");
  }

  @Test
  void a_certificate_of_another_name_is_no_target() throws IOException {
    // The name that is configured counts, and the server has a certificate for others only.
    int port = open.network.foundry().port();
    try (Gateway other = Gateway.open(new BareTarget.Signer(), 0)) {
      Route route = other.route(TargetParser.parse("https://127.0.0.2:" + port));
      RawClient.Answer answer =
          RawClient.ask(
              other.port(),
              "GET / HTTP/1.1\r\nHost: 127.0.0.1:"
                  + other.port()
                  + "\r\napi-key: "
                  + route.secret()
                  + "\r\n\r\n");
      assertThat(answer.status()).isEqualTo(502);
    }
    assertThat(open.network.foundry().requests()).isEmpty();
  }

  private InetSocketAddress proxy() {
    return open.network.proxyAddress();
  }

  private String chunked(String path, String body) {
    StringBuilder request =
        new StringBuilder(open.get(path, "Transfer-Encoding: chunked").replace("GET ", "POST "));
    for (int at = 0; at < body.length(); at += 60_000) {
      String chunk = body.substring(at, Math.min(at + 60_000, body.length()));
      request.append(Integer.toHexString(chunk.length())).append(";e=1\r\n").append(chunk);
      request.append("\r\n");
    }
    return request.append("0\r\nX-Trailer: t\r\n\r\n").toString();
  }

  private String current() {
    return open.network.authorizer().values().get(open.network.authorizer().values().size() - 1);
  }

  private ReceivedRequest only() {
    assertThat(open.network.foundry().requests()).hasSize(1);
    return open.network.foundry().requests().get(0);
  }

  private List<String> sent(String header) {
    return open.network.foundry().requests().stream()
        .flatMap(request -> request.headers().all(header).stream())
        .toList();
  }
}
