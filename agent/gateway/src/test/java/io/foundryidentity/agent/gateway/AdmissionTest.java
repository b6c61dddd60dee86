package io.foundryidentity.agent.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foundryidentity.agent.core.targets.TargetParser;
import io.foundryidentity.simulator.ReceivedRequest;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
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

  /** What a web page may learn, and who sends something that is not HTTP. */
  private static final String BARE =
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
        "Authorization: Bearer ",
        "Authorization: SECRET",
        "Authorization: Basic SECRET",
        "api-key:",
        "ocp-apim-subscription-key: SECRET",
        "Proxy-Authorization: Bearer SECRET",
        "Cookie: api-key=SECRET",
      })
  void without_the_secret_in_its_place_nothing_comes_in(String header) throws IOException {
    assertRefused("NoSecret", request("GET /openai/v1/models", HOST, header));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization: Bearer wrong",
        "Authorization: Bearer SECRETx",
        "Authorization: Bearer xSECRET",
        "Authorization: Bearer SECRET,SECRET",
        "api-key: wrong",
        "x-api-key: wrong",
        "x-api-key: Bearer SECRET",
      })
  void another_key_is_not_the_secret(String header) throws IOException {
    assertRefused("WrongSecret", request("GET /openai/v1/models", HOST, header));
  }

  @Test
  void the_secret_of_an_earlier_run_is_told_to_read_the_new_one() throws IOException {
    String earlier = "xF3" + "a_-9".repeat(10);
    String answer =
        assertRefused(
            "WrongSecret",
            request("GET /openai/v1/models", HOST, "Authorization: Bearer " + earlier));
    assertThat(answer).contains("each run has a new secret").doesNotContain(earlier);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Authorization: Bearer ", "api-key: ", "x-api-key: "})
  void a_real_token_is_told_that_the_program_signed_in_itself(String header) throws IOException {
    String token =
        "eyJ0eXAi" + "b".repeat(60) + ".eyJhdWQi" + "c".repeat(60) + ".d-_" + "e".repeat(40);
    String answer =
        assertRefused(
            "TokenInsteadOfSecret", request("GET /openai/v1/models", HOST, header + token));
    assertThat(answer)
        .contains("IDENTITY_ENDPOINT", "IDENTITY_HEADER", "AZURE_TOKEN_CREDENTIALS")
        .doesNotContain("bbbb", "cccc", "eeee");
  }

  @Test
  void an_answer_to_head_has_no_body() throws IOException {
    try (RawClient client = open.connect()) {
      client.send(filled(request("HEAD /openai/v1/models", HOST)));
      assertThat(client.rest()).startsWith("HTTP/1.1 403 ").endsWith("\r\n\r\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cross-site", "same-site", "same-origin"})
  void a_page_without_an_origin_learns_nothing(String site) throws IOException {
    assertBare(request("GET /openai/v1/models", HOST, "Sec-Fetch-Site: " + site));
  }

  @Test
  void what_a_person_types_into_a_browser_is_answered() throws IOException {
    assertRefused("NoSecret", request("GET /openai/v1/models", HOST, "Sec-Fetch-Site: none"));
  }

  @Test
  void a_secret_in_the_query_opens_nothing() throws IOException {
    for (String path :
        List.of("/openai/v1/models?api-key=SECRET", "/openai/v1/models?a=b&SECRET", "/SECRET/v1")) {
      String answer = assertRefused("SecretInUrl", request("GET " + path, HOST, "Accept: */*"));
      assertThat(answer).contains("servers log URLs");
    }
  }

  @Test
  void a_secret_in_the_target_is_not_sent_on() throws IOException {
    assertRefused("SecretInUrl", open.get("/openai/v1/models?api-key=" + open.secret()));
    assertRefused("SecretInUrl", open.get("/openai/v1/" + open.secret()));
    assertThat(open.network.foundry().requests()).isEmpty();
  }

  @Test
  void a_secret_that_is_escaped_in_the_query_is_not_sent_on_either() throws IOException {
    String path = "/openai/v1/models?api-key=" + escaped(open.secret());
    assertRefused("SecretInUrl", open.get(path));
    assertRefused("SecretInUrl", request("GET " + path, HOST, "Accept: */*"));
    open.ask(open.get("/openai/v1/models", "Referer: https://here" + path));
    assertThat(open.network.foundry().requests())
        .singleElement()
        .satisfies(request -> assertThat(request.headers().all("Referer")).isEmpty());
  }

  /** As clients escape what is not a letter or a digit, and some of them more. */
  private static String escaped(String secret) {
    return String.format("%%%02x", (int) secret.charAt(0)) + secret.substring(1);
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
    assertRefused("WrongSecret", request("GET /openai/v1/models", HOST, "api-key: " + swapped));
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
    assertRefused("WebPage", request("GET /openai/v1/models", HOST, KEY, origin));
    assertBare(request("GET /openai/v1/models", HOST, origin));
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
      })
  void another_host_is_refused(String host) throws IOException {
    assertRefused("WrongHost", request("GET /openai/v1/models", host, KEY));
    assertBare(request("GET /openai/v1/models", host));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: 127.0.0.1:PORT\r\nHost: 127.0.0.1:PORT",
        "Host: 127.0.0.1:PORT\r\nhost: page.example",
      })
  void two_hosts_are_refused(String hosts) throws IOException {
    assertBare(request("GET /openai/v1/models", hosts, KEY));
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
      })
  void only_a_path_comes_in(String line) throws IOException {
    assertRefused("InvalidPath", request(line, HOST, KEY));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CONNECT 127.0.0.1:PORT",
        "CONNECT stranger.example:443",
        "CONNECT /openai/v1/models",
        "TRACE /openai/v1/models",
        "PROPFIND /openai/v1/models",
        "get /openai/v1/models",
      })
  void only_an_apis_methods_come_in(String line) throws IOException {
    assertRefused("MethodNotAllowed", request(line, HOST, KEY));
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
    String answer = assertRefused("InvalidPath", request("GET " + path, HOST, KEY));
    assertThat(answer).doesNotContain(path);
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
    assertBare(request.replace("HOST", HOST).replace("KEY", KEY));
  }

  @Test
  void a_head_without_an_end_is_refused() throws IOException {
    assertBare(request("GET /openai/v1/models", HOST, KEY, "X-Long: " + "x".repeat(70_000)));
  }

  @Test
  void a_refused_body_is_not_read_as_the_next_request() throws IOException {
    String hidden = request("GET /openai/v1/models", HOST, KEY);
    String outer =
        "POST /echo HTTP/1.1\r\n" + HOST + "\r\nContent-Length: " + hidden.length() + "\r\n\r\n";
    assertRefused("NoSecret", outer + hidden);
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
    assertRefused("PathNotAllowed", request("GET /openai/v10/models", HOST, key));
    assertRefused("PathNotAllowed", request("GET /openai/deployments", HOST, key));
    assertRefused("PathNotAllowed", request("GET /", HOST, key));
  }

  @Test
  void a_closed_route_opens_nothing() throws IOException {
    open.route.close();
    assertRefused("WrongSecret", request("GET /openai/v1/models", HOST, KEY));
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:PORT",
        "https://localhost:PORT",
        "http://[::1]:PORT",
        "http://127.0.0.1:PORT/openai/v1",
      })
  void the_gateway_itself_is_no_target(String itself) {
    assertThatThrownBy(() -> open.gateway.route(TargetParser.parse(filled(itself))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("this gateway's own address");
  }

  @Test
  void closing_it_ends_its_connections_and_frees_its_port() throws IOException {
    try (RawClient idle = open.connect()) {
      idle.send(filled(request("GET /openai/v1/models", HOST, KEY)));
      assertThat(idle.answer().status()).isEqualTo(200);
      int port = open.port();
      open.close();
      assertThat(idle.isAtEnd()).isTrue();
      // Not by a connection, which a system may begin at the port that it is to lead to
      new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1")).close();
    }
  }

  private static String request(String line, String... headers) {
    return line + " HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
  }

  /** A 403 with nothing in it. */
  private void assertBare(String template) throws IOException {
    assertThat(refusal(template)).isEqualTo(BARE);
  }

  /** A 403 with that code in the API's form, which shows neither the secret nor the target. */
  private String assertRefused(String code, String template) throws IOException {
    String answer = refusal(template);
    assertThat(answer)
        .startsWith("HTTP/1.1 403 Forbidden\r\nContent-Type: application/json\r\n")
        .contains("\r\nConnection: close\r\n")
        .contains("{\"error\":{\"code\":\"" + code + "\",\"message\":\"foundry-identity: ")
        .doesNotContain(open.secret(), "localhost:" + open.network.foundry().port())
        .doesNotContainIgnoringCase("access-control");
    return answer;
  }

  /** Nothing went on, and nobody was asked for a token. */
  private String refusal(String template) throws IOException {
    int asked = open.network.authorizer().questions().size();
    String answer;
    try (RawClient client = open.connect()) {
      client.send(filled(template));
      answer = client.rest();
    }
    assertThat(open.network.foundry().requests()).isEmpty();
    assertThat(open.network.authorizer().questions()).hasSize(asked);
    return answer;
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
