package io.foundryidentity.agent.instrumentation.akkahttp;

import static org.assertj.core.api.Assertions.assertThat;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.model.headers.RawRequestURI;
import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.TestAuthorizer;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.simulator.ReceivedRequest;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The path that is judged is the one that is sent, whatever headers name another one. */
class RequestLineTest {

  private TestNetwork network;

  @BeforeEach
  void open() {
    network = TestNetwork.fresh();
    InstrumentedJvm.instrument(new AkkaHttpInstrumentation());
  }

  @Test
  void a_raw_request_uri_is_the_path_that_counts() throws Exception {
    send("/api/projects/a", RawRequestURI.create("/echo?really"));
    assertThat(sent().path()).isEqualTo("/echo?really");
    assertJudgedAsSent();
  }

  @Test
  void a_raw_header_of_that_name_does_not_count() throws Exception {
    send("/api/projects/b", RawHeader.create("Raw-Request-URI", "/api/projects/a"));
    assertThat(sent().path()).isEqualTo("/api/projects/b");
    assertJudgedAsSent();
  }

  @Test
  void a_raw_header_of_that_name_in_odd_case_does_not_count() throws Exception {
    send("/api/projects/b", RawHeader.create("raw-REQUEST-uri", "/api/projects/a"));
    assertJudgedAsSent();
  }

  @Test
  void a_raw_header_before_a_raw_request_uri_does_not_count() throws Exception {
    send(
        "/elsewhere",
        RawHeader.create("Raw-Request-URI", "/api/projects/a"),
        RawRequestURI.create("/api/projects/b"));
    assertThat(sent().path()).isEqualTo("/api/projects/b");
    assertJudgedAsSent();
  }

  @Test
  void of_two_raw_request_uris_the_one_that_is_sent_counts() throws Exception {
    send(
        "/elsewhere",
        RawRequestURI.create("/api/projects/a"),
        RawRequestURI.create("/api/projects/b"));
    assertJudgedAsSent();
  }

  /** Clients send the lower half of each character: this is {@code /../b}. */
  @Test
  void a_path_whose_characters_become_others_is_judged_by_those() throws Exception {
    send("/elsewhere", RawRequestURI.create("/api/projects/a/\u012e\u012e/b"));
    if (sent().header("authorization") != null) {
      assertJudgedAsSent();
    }
    assertThat(told()).noneMatch(path -> path.contains("\u012e"));
  }

  @Test
  void a_query_that_looks_like_a_path_does_not_count() throws Exception {
    send("/api/projects/b?/api/projects/a");
    assertThat(sent().path()).isEqualTo("/api/projects/b?/api/projects/a");
    assertJudgedAsSent();
  }

  @Test
  void an_empty_path_is_judged_as_it_is_sent() throws Exception {
    send("");
    assertJudgedAsSent();
  }

  @Test
  void what_is_asked_for_by_a_whole_url_is_not_signed() throws Exception {
    send("/echo", RawRequestURI.create("https://stranger.example/echo"));
    assertNotSigned();
  }

  @Test
  void what_is_asked_for_by_a_host_without_a_scheme_is_judged_as_a_path() throws Exception {
    send("/echo", RawRequestURI.create("//stranger.example/echo"));
    assertThat(told()).containsExactly("//stranger.example/echo");
  }

  @Test
  void a_request_line_with_a_second_path_in_it_is_not_signed() throws Exception {
    send("/echo", RawRequestURI.create("/api/projects/a /api/projects/b"));
    assertThat(told()).isEmpty();
  }

  @Test
  void a_line_break_in_a_path_brings_no_token() throws Exception {
    try {
      send("/echo", RawRequestURI.create("/api/projects/a\r\nX: y\r\n\r\nGET /api/projects/b"));
    } catch (RuntimeException refused) {
      assertThat(network.foundry().requests()).isEmpty(); // By newer versions, before it is sent
    }
    assertThat(told()).isEmpty();
  }

  @Test
  void what_is_asked_of_the_whole_server_is_not_signed() throws Exception {
    send(
        HttpRequest.create(network.target("/echo").toString())
            .withMethod(HttpMethods.OPTIONS)
            .addHeader(RawRequestURI.create("*")));
    assertNotSigned();
  }

  private void send(String path, HttpHeader... headers) throws Exception {
    send(HttpRequest.create(network.target(path).toString()).addHeaders(Arrays.asList(headers)));
  }

  private void send(HttpRequest request) throws Exception {
    try (TestedHttp client = new TestedHttp(network.trust(), true)) {
      client.send(request);
    }
  }

  private ReceivedRequest sent() {
    return network.foundry().requests().get(0);
  }

  private List<String> told() {
    return network.authorizer().questions().stream()
        .filter(question -> question.what().equals("authorize"))
        .map(TestAuthorizer.Question::path)
        .toList();
  }

  private void assertJudgedAsSent() {
    assertThat(network.foundry().requests()).hasSize(1);
    assertThat(told()).containsExactly(sent().pathOnly());
    assertThat(sent().headers().all("authorization"))
        .hasSize(1)
        .allMatch(network.authorizer().values().get(0)::equals);
  }

  private void assertNotSigned() {
    assertThat(network.foundry().requests()).hasSize(1);
    assertThat(sent().header("authorization")).isNull();
    assertThat(told()).isEmpty();
  }
}
