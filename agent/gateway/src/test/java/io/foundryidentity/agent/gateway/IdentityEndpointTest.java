package io.foundryidentity.agent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.core.output.SafeText;
import io.foundryidentity.agent.core.targets.TargetParser;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The gateway as App Service's identity endpoint: who gets its secret, and in which form. */
class IdentityEndpointTest {

  private static final String ASKED =
      "/foundry-gateway/msi/token?api-version=2019-08-01&resource=https%3A%2F%2Fcognitiveservices.azure.com";

  private OpenGateway open;
  private IdentityEndpoint endpoint;

  @BeforeEach
  void open() throws IOException {
    open = new OpenGateway();
    endpoint = open.gateway.identityEndpoint(open.route);
  }

  @AfterEach
  void close() throws IOException {
    open.close();
  }

  @Test
  void with_the_header_it_gives_the_gateways_secret_as_the_token() throws IOException {
    long before = Instant.now().getEpochSecond();
    RawClient.Answer answer = open.ask(get(ASKED, header()));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).startsWith("application/json");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.body())
        .matches(
            "\\{\"access_token\":\""
                + open.secret()
                + "\",\"expires_on\":\"[0-9]+\","
                + "\"resource\":\"https://cognitiveservices.azure.com\",\"token_type\":\"Bearer\"}");
    assertThat(expiry(answer.body())).isBetween(before + 86_000, before + 86_500);
    assertThat(open.network.foundry().requests()).isEmpty();
    assertThat(open.network.authorizer().questions()).isEmpty();
  }

  @Test
  void the_token_it_gives_opens_the_gateway() throws IOException {
    String body = open.ask(get(ASKED, header())).body();
    String token = body.substring(17, body.indexOf('"', 17));

    assertThat(open.ask(get("/openai/v1/models", "Authorization: Bearer " + token)).status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://ai.azure.com/",
        "https%3A%2F%2Fstorage.azure.com%2F",
        "api://11111111-2222-3333-4444-555555555555",
      })
  void any_resource_gets_it(String resource) throws IOException {
    RawClient.Answer answer =
        open.ask(
            get(
                "/foundry-gateway/msi/token?resource=" + resource + "&api-version=2019-08-01",
                header()));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).contains(open.secret());
  }

  @Test
  void a_client_id_comes_back() throws IOException {
    String id = "11111111-2222-3333-4444-555555555555";
    assertThat(open.ask(get(ASKED + "&client_id=" + id, header())).body())
        .contains("\"client_id\":\"" + id + "\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mi_res_id=%2Fsubscriptions%2Fa%2FresourceGroups%2Fb",
        "principal_id=11111111-2222-3333-4444-555555555555",
        "object_id=11111111-2222-3333-4444-555555555555",
        "xms_cc=cp1",
        "client_id=not%20one",
      })
  void other_parameters_are_accepted(String parameter) throws IOException {
    RawClient.Answer answer = open.ask(get(ASKED + "&" + parameter, header()));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).doesNotContain("client_id");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Accept: */*",
        "X-IDENTITY-HEADER: wrong",
        "X-IDENTITY-HEADER:",
        "X-IDENTITY-HEADER: SECRET",
        "X-IDENTITY-HEADER: THE-HEADERx",
        "X-IDENTITY-HEADER: THE-HEADER\r\nX-Identity-Header: THE-HEADER",
        "Authorization: Bearer SECRET",
        "Authorization: Bearer THE-HEADER",
        "api-key: THE-HEADER",
        "secret: THE-HEADER",
        "Metadata: true",
      })
  void nobody_without_the_header_gets_anything(String header) throws IOException {
    RawClient.Answer answer =
        open.ask(
            get(
                ASKED,
                header.replace("SECRET", open.secret()).replace("THE-HEADER", endpoint.header())));
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("Connection")).isEqualTo("close");
    assertThat(answer.body())
        .isEqualTo(
            "{\"statusCode\":401,\"message\":\"foundry-identity gateway: "
                + "The X-IDENTITY-HEADER is missing or wrong.\"}");
  }

  @Test
  void a_wrong_header_is_told_the_same_whatever_else_it_asks() throws IOException {
    String one = open.ask(get(ASKED, "X-IDENTITY-HEADER: wrong")).body();
    assertThat(open.ask(get("/foundry-gateway/msi/token", "X-IDENTITY-HEADER: wrong")).body())
        .isEqualTo(one);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/foundry-gateway/msi/token?resource=a|api-version",
        "/foundry-gateway/msi/token?api-version=2017-09-01&resource=a|2019-08-01",
        "/foundry-gateway/msi/token?api-version=2019-08-01|resource",
        "/foundry-gateway/msi/token?api-version=2019-08-01&resource=|resource",
        "/foundry-gateway/msi/token|api-version",
        "/foundry-gateway/msi/token?api-version=2019-08-01&resource=a&resource=b|more than one parameter resource",
      })
  void what_is_missing_is_said_in_app_services_form(String path, String named) throws IOException {
    RawClient.Answer answer = open.ask(get(path, header()));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body())
        .startsWith("{\"statusCode\":400,\"message\":\"")
        .contains(named)
        .doesNotContain(open.secret());
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "TRACE", "DELETE", "OPTIONS"})
  void only_get_asks_for_a_token(String method) throws IOException {
    RawClient.Answer answer = open.ask(get(ASKED, header()).replaceFirst("GET", method));
    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.body()).contains("\"statusCode\":405").doesNotContain(open.secret());
  }

  @Test
  void a_head_request_gets_no_body() throws IOException {
    try (RawClient client = open.connect()) {
      client.send(get(ASKED, header(), "Connection: close").replaceFirst("GET", "HEAD"));
      assertThat(client.rest()).startsWith("HTTP/1.1 405 ").endsWith("\r\n\r\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Origin: https://page.example", "origin: null"})
  void a_web_page_gets_the_empty_403_of_every_page(String origin) throws IOException {
    assertRefused(get(ASKED, header(), origin));
  }

  @ParameterizedTest
  @ValueSource(strings = {"page.example", "127.0.0.1", "127.0.0.2:PORT", "[::1]:PORT"})
  void another_host_is_refused_here_too(String host) throws IOException {
    assertRefused(
        get(ASKED, header())
            .replace("Host: 127.0.0.1:" + open.port(), "Host: " + host)
            .replace("PORT", "" + open.port()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/foundry-gateway/msi/token/",
        "/foundry-gateway/msi/tokens",
        "/foundry-gateway",
        "/Foundry-Gateway/msi/token",
        "/foundry-gateway/msi/token;a",
        "/metadata/identity/oauth2/token",
        "/foundry-gateway/msi/%74oken",
        "http://127.0.0.1/foundry-gateway/msi/token",
      })
  void no_other_path_is_the_endpoint(String path) throws IOException {
    assertRefused(get(path + "?api-version=2019-08-01&resource=a", header(), "Metadata: true"));
  }

  @Test
  void a_gateway_without_the_endpoint_forwards_its_path() throws IOException {
    try (Gateway plain = Gateway.open(open.network.authorizer(), 0)) {
      Route route = plain.route(TargetParser.parse(open.network.target("").toString()));
      String request =
          get("/foundry-gateway/msi/token", "api-key: " + route.secret())
              .replace(":" + open.port(), ":" + plain.port());
      assertThat(RawClient.ask(plain.port(), request).status()).isEqualTo(404);
      assertThat(open.network.foundry().requests()).hasSize(1);
    }
  }

  @Test
  void the_headers_secret_opens_no_route_and_reaches_no_target() throws IOException {
    assertRefused(get("/openai/v1/models", "api-key: " + endpoint.header()));
    assertThat(open.ask(get("/openai/v1/models", "api-key: " + open.secret(), header())).status())
        .isEqualTo(200);
    assertThat(open.network.foundry().requests())
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.headers().contains("X-IDENTITY-HEADER")).isFalse();
              assertThat(request.headers().anyValueContains(endpoint.header())).isFalse();
            });
  }

  @Test
  void a_connection_with_the_header_stays_open_and_one_without_does_not() throws IOException {
    try (RawClient client = open.connect()) {
      assertThat(client.send(get(ASKED, header())).answer().status()).isEqualTo(200);
      assertThat(client.send(get("/foundry-gateway/msi/token", header())).answer().status())
          .isEqualTo(400);
      assertThat(client.send(get("/openai/v1/models", "api-key: " + open.secret())).status())
          .isEqualTo(200);
    }
    try (RawClient stranger = open.connect()) {
      stranger.send(get(ASKED, "X-IDENTITY-HEADER: wrong"));
      assertThat(stranger.answer().status()).isEqualTo(401);
      assertThat(stranger.isAtEnd()).isTrue();
    }
  }

  @Test
  void its_header_has_256_bits_and_is_hidden_in_every_text() {
    assertThat(endpoint.header()).matches("[A-Za-z0-9_-]{43}").isNotEqualTo(open.secret());
    assertThat(endpoint).asString().doesNotContain(endpoint.header());
    assertThat(SafeText.line("header " + endpoint.header())).doesNotContain(endpoint.header());
    assertThat(endpoint.url())
        .isEqualTo("http://127.0.0.1:" + open.port() + "/foundry-gateway/msi/token");
  }

  @Test
  void the_life_is_that_of_app_services_tokens() {
    Clock clock = Clock.fixed(Instant.ofEpochSecond(1_000_000), ZoneOffset.UTC);
    IdentityEndpoint fixed = new IdentityEndpoint(open.route, "http://127.0.0.1:1", clock);
    assertThat(fixed.lifeEnd()).isEqualTo(1_086_400);
  }

  private String header() {
    return "X-IDENTITY-HEADER: " + endpoint.header();
  }

  private String get(String path, String... headers) {
    return "GET "
        + path
        + " HTTP/1.1\r\nHost: 127.0.0.1:"
        + open.port()
        + "\r\n"
        + String.join("\r\n", headers)
        + "\r\n\r\n";
  }

  private void assertRefused(String request) throws IOException {
    try (RawClient client = open.connect()) {
      client.send(request);
      assertThat(client.rest())
          .startsWith("HTTP/1.1 403 Forbidden\r\n")
          .doesNotContain(open.secret());
    }
    assertThat(open.network.foundry().requests()).isEmpty();
  }

  private static long expiry(String body) {
    String before = "\"expires_on\":\"";
    int at = body.indexOf(before) + before.length();
    return Long.parseLong(body.substring(at, body.indexOf('"', at)));
  }
}
