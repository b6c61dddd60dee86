package io.foundryidentity.agent.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foundryidentity.agent.core.targets.TargetParser;
import io.foundryidentity.simulator.ReceivedRequest;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule by which a request comes in, or does not, over real sockets. */
class AdmissionTest {

  private static final String REFUSAL =
      "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

  private static final String HOST = "Host: 127.0.0.1:PORT";
  private static final String KEY = "api-key: SECRET";

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
  @ValueSource(
      strings = {
        "Authorization: Bearer SECRET",
        "authorization: bearer SECRET",
        "api-key: SECRET",
        "X-API-Key:SECRET",
        "Authorization: Bearer something-else\r\napi-key: SECRET",
        "Authorization: Bearer SECRET\r\napi-key: placeholder\r\nx-api-key: placeholder",
      })
  void the_secret_opens_the_way_and_goes_no_further(String header) throws IOException {
    RawClient.Answer answer = open.ask(filled(request("GET /openai/v1/models", HOST, header)));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(open.network.foundry().requests())
        .singleElement()
        .satisfies(request -> assertThat(isClean(request)).isTrue());
  }

  @Test
  void localhost_is_a_name_of_this_gateway() throws IOException {
    assertThat(
            open.ask(filled(request("GET /openai/v1/models", "Host: LOCALHOST:PORT", KEY)))
                .status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Accept: */*",
        "Authorization: Bearer wrong",
        "Authorization: Bearer ",
        "Authorization: SECRET",
        "Authorization: Basic SECRET",
        "Authorization: Bearer SECRETx",
        "Authorization: Bearer xSECRET",
        "Authorization: Bearer SECRET,SECRET",
        "api-key: wrong",
        "api-key:",
        "x-api-key: wrong",
        "x-api-key: Bearer SECRET",
        "ocp-apim-subscription-key: SECRET",
        "Proxy-Authorization: Bearer SECRET",
        "Cookie: api-key=SECRET",
      })
  void without_the_secret_in_its_place_nothing_comes_in(String header) throws IOException {
    assertRefused(request("GET /openai/v1/models", HOST, header));
  }

  @Test
  void a_secret_in_the_query_opens_nothing() throws IOException {
    assertRefused(request("GET /openai/v1/models?api-key=SECRET", HOST, "Accept: */*"));
  }

  @Test
  void a_secret_in_the_target_is_not_sent_on() throws IOException {
    assertRefused(open.get("/openai/v1/models?api-key=" + open.secret()));
    assertRefused(open.get("/openai/v1/" + open.secret()));
    assertThat(open.network.foundry().requests()).isEmpty();
  }

  @Test
  void a_secret_in_another_case_opens_nothing() throws IOException {
    String swapped =
        open.secret()
            .chars()
            .map(
                c -> Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c))
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    assertRefused(request("GET /openai/v1/models", HOST, "api-key: " + swapped));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Origin: https://page.example",
        "origin: null",
        "Origin:",
        "Origin: http://127.0.0.1:PORT",
      })
  void what_a_web_page_sends_is_refused(String origin) throws IOException {
    assertRefused(request("GET /openai/v1/models", HOST, KEY, origin));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: page.example",
        "Host: page.example:PORT",
        "Host: 127.0.0.1",
        "Host: localhost",
        "Host: 127.0.0.1:1",
        "Host: 127.0.0.2:PORT",
        "Host: [::1]:PORT",
        "Host: localhost.:PORT",
        "Host: localhost:PORT.page.example",
        "Host: contoso.openai.azure.com",
        "Host:",
        "Accept: */*",
        "Host: 127.0.0.1:PORT\r\nHost: 127.0.0.1:PORT",
        "Host: 127.0.0.1:PORT\r\nhost: page.example",
      })
  void another_host_is_refused(String host) throws IOException {
    assertRefused(request("GET /openai/v1/models", host, KEY));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET http://127.0.0.1:PORT/openai/v1/models",
        "GET https://stranger.example/",
        "GET //stranger.example/",
        "GET stranger.example",
        "GET openai/v1/models",
        "OPTIONS *",
        "CONNECT 127.0.0.1:PORT",
        "CONNECT stranger.example:443",
        "CONNECT /openai/v1/models",
        "TRACE /openai/v1/models",
        "PROPFIND /openai/v1/models",
        "get /openai/v1/models",
      })
  void only_a_path_and_an_apis_methods_come_in(String line) throws IOException {
    assertRefused(request(line, HOST, KEY));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/openai/../admin",
        "/..",
        "/openai/.",
        "/openai/./v1",
        "/openai/..;x=1/v1",
        "/openai/%2e%2e/v1",
        "/openai/.%2E/v1",
        "/openai/%2E/v1",
        "/openai%2Fv1",
        "/openai%2fv1",
        "/openai%5Cv1",
        "/openai%5cv1",
        "/openai\\v1",
        "/openai/%252e%252e/v1",
        "/openai/%u002e%u002e/v1",
        "/openai/%c0%ae%c0%ae/v1",
        "/openai/..%00/v1",
        "/openai/..%3b/v1",
        "/openai/..%20/v1",
        "/openai/%ef%bc%8e%ef%bc%8e/v1",
        "/openai//v1",
        "/openai/%zz",
        "/openai/%2",
        "/openai/%",
        "/openai#fragment",
        "/openai/\"v1\"",
        "/openai/{v1}",
        "/openai/v1\u00e4",
        "/openai/\tv1",
      })
  void a_path_that_can_be_read_in_two_ways_is_refused(String path) throws IOException {
    assertRefused(request("GET " + path, HOST, KEY));
  }

  @Test
  void dots_in_names_and_in_the_query_are_only_dots() throws IOException {
    String path = "/openai/v1/models?after=..%2Fx&q=a.b";
    assertThat(open.ask(filled(request("GET " + path, HOST, KEY))).status()).isEqualTo(200);
    assertThat(open.network.foundry().requests())
        .extracting(ReceivedRequest::path)
        .containsExactly(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /openai/v1/models HTTP/1.0\r\nHOST\r\nKEY\r\n\r\n",
        "GET /openai/v1/models HTTP/2.0\r\nHOST\r\nKEY\r\n\r\n",
        "GET /openai/v1/models\r\nHOST\r\nKEY\r\n\r\n",
        "GET  /openai/v1/models HTTP/1.1\r\nHOST\r\nKEY\r\n\r\n",
        "GET /openai/v1/models  HTTP/1.1\r\nHOST\r\nKEY\r\n\r\n",
        "\r\nGET /openai/v1/models HTTP/1.1\r\nHOST\r\nKEY\r\n\r\n",
        "GET /openai/v1/models HTTP/1.1\nHOST\nKEY\n\n",
        "GET /openai/v1/models HTTP/1.1\r\nHOST\r\nKEY\r\nX-A : b\r\n\r\n",
        "GET /openai/v1/models HTTP/1.1\r\nHOST\r\nKEY\r\nX-A: b\r\n folded: c\r\n\r\n",
        "GET /openai/v1/models HTTP/1.1\r\nHOST\r\nKEY\r\nno colon\r\n\r\n",
        "GET /openai/v1/models HTTP/1.1\r\nHOST\r\nKEY\r\nX-A: b\rX-B: c\r\n\r\n",
        "GET /openai/v1/models HTTP/1.1\r\nHOST\r\nKEY\r\nX-A: b\u0000c\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHOST\r\nKEY\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx",
        "POST /echo HTTP/1.1\r\nHOST\r\nKEY\r\nContent-Length: 1, 1\r\n\r\nx",
        "POST /echo HTTP/1.1\r\nHOST\r\nKEY\r\nContent-Length: +1\r\n\r\nx",
        "POST /echo HTTP/1.1\r\nHOST\r\nKEY\r\nContent-Length: -1\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHOST\r\nKEY\r\nContent-Length: 0x1\r\n\r\nx",
        "POST /echo HTTP/1.1\r\nHOST\r\nKEY\r\nContent-Length: 99999999999999999999\r\n\r\nx",
        "POST /echo HTTP/1.1\r\nHOST\r\nKEY\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHOST\r\nKEY\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHOST\r\nKEY\r\nTransfer-Encoding: identity\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHOST\r\nKEY\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
        "GET /openai/v1/models HTTP/1.1\r\nHOST\r\nKEY\r\nKEY\r\n\r\n",
        "\u0016\u0003\u0001\u0002\u0000\u0001\r\n\r\n",
      })
  void what_is_not_http_to_the_letter_is_refused(String request) throws IOException {
    assertRefused(request.replace("HOST", HOST).replace("KEY", KEY));
  }

  @Test
  void a_head_without_an_end_is_refused() throws IOException {
    assertRefused(request("GET /openai/v1/models", HOST, KEY, "X-Long: " + "x".repeat(70_000)));
  }

  @Test
  void a_refused_body_is_not_read_as_the_next_request() throws IOException {
    String hidden = request("GET /openai/v1/models", HOST, KEY);
    String outer =
        "POST /echo HTTP/1.1\r\n" + HOST + "\r\nContent-Length: " + hidden.length() + "\r\n\r\n";
    assertRefused(outer + hidden);
  }

  @Test
  void only_paths_under_the_targets_prefix_come_in() throws IOException {
    Route narrow =
        open.gateway.route(TargetParser.parse(open.network.target("/openai/v1").toString()));
    String key = "api-key: " + narrow.secret();

    assertThat(narrow.baseUrl()).isEqualTo("http://127.0.0.1:" + open.port() + "/openai/v1");
    assertThat(open.ask(filled(request("GET /openai/v1/models", HOST, key))).status())
        .isEqualTo(200);
    open.network.foundry().clear();
    assertRefused(request("GET /openai/v10/models", HOST, key));
    assertRefused(request("GET /openai/deployments", HOST, key));
    assertRefused(request("GET /", HOST, key));
  }

  @Test
  void a_closed_route_opens_nothing() throws IOException {
    open.route.close();
    assertRefused(request("GET /openai/v1/models", HOST, KEY));
  }

  @Test
  void each_route_has_a_secret_of_its_own() throws IOException {
    Set<String> secrets = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      try (Route another = open.gateway.route(TargetParser.parse("https://foundry.example"))) {
        assertThat(another.secret()).matches("[A-Za-z0-9_-]{43}");
        assertThat(another).asString().doesNotContain(another.secret());
        secrets.add(another.secret());
      }
    }
    assertThat(secrets).hasSize(1000).doesNotContain(open.secret());
  }

  @Test
  void it_listens_on_127_0_0_1_alone() {
    assertThatThrownBy(() -> new Socket("127.0.0.2", open.port()).close())
        .isInstanceOf(ConnectException.class);
  }

  @Test
  void a_wildcard_is_no_target() {
    assertThatThrownBy(() -> open.gateway.route(TargetParser.parse("*.openai.azure.com")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not one host");
  }

  @Test
  void closing_it_ends_its_connections_and_frees_its_port() throws IOException {
    try (RawClient idle = open.connect()) {
      idle.send(filled(request("GET /openai/v1/models", HOST, KEY)));
      assertThat(idle.answer().status()).isEqualTo(200);
      int port = open.port();
      open.close();
      assertThat(idle.isAtEnd()).isTrue();
      assertThatThrownBy(() -> new Socket("127.0.0.1", port).close())
          .isInstanceOf(ConnectException.class);
    }
  }

  private static String request(String line, String... headers) {
    return line + " HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
  }

  /** That, and not a byte more; nothing went on, and nobody was asked for a token. */
  private void assertRefused(String template) throws IOException {
    int asked = open.network.authorizer().questions().size();
    try (RawClient client = open.connect()) {
      client.send(filled(template));
      assertThat(client.rest()).isEqualTo(REFUSAL);
    }
    assertThat(open.network.foundry().requests()).isEmpty();
    assertThat(open.network.authorizer().questions()).hasSize(asked);
  }

  private String filled(String template) {
    return template.replace("SECRET", open.secret()).replace("PORT", "" + open.port());
  }

  private boolean isClean(ReceivedRequest request) {
    return !request.headers().anyValueContains(open.secret())
        && !request.headers().contains("api-key")
        && !request.headers().contains("x-api-key")
        && request
            .headers()
            .all("Authorization")
            .equals(List.of(open.network.authorizer().values().get(0)));
  }
}
