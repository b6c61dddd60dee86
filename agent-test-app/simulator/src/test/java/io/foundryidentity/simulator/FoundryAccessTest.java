package io.foundryidentity.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FoundryAccessTest {
  private static final String COGNITIVE = "https://cognitiveservices.azure.com";
  private static final String AI = "https://ai.azure.com";
  private static final String EXPIRED_OR_WRONG =
      "Unauthorized. Access token is missing, invalid, audience is incorrect ("
          + COGNITIVE
          + ", "
          + AI
          + "), or have expired.";

  private static Simulator simulator;
  private static Client client;

  @BeforeAll
  static void start() {
    simulator = Simulator.builder().start();
    client = new Client(simulator);
  }

  @AfterAll
  static void stop() {
    simulator.close();
  }

  @BeforeEach
  void forget() {
    simulator.foundry().clear();
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void a_valid_token_is_answered_over_http_1_and_2(Version version) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(client.foundry("/openai/v1/chat/completions"))
            .version(version)
            .POST(BodyPublishers.ofString("{\"model\":\"gpt-4o\"}"));
    String token = good();
    HttpResponse<String> answer = client.send(request, "Authorization", token);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.version()).isEqualTo(version);
    assertThat(answer.body())
        .contains("gpt-4o", "signed in as " + simulator.identity().systemAssignedObjectId());
    ReceivedRequest received = simulator.foundry().requests().get(0);
    assertThat(received.version()).isEqualTo(version == Version.HTTP_2 ? "HTTP/2" : "HTTP/1.1");
    assertThat(received.scheme()).isEqualTo("https");
    assertThat(received.host()).isEqualTo("localhost:" + simulator.foundry().port());
    assertThat(received.method()).isEqualTo("POST");
    assertThat(received.path()).isEqualTo("/openai/v1/chat/completions");
    assertThat(received.bodyText()).isEqualTo("{\"model\":\"gpt-4o\"}");
    assertThat(received.header("AUTHORIZATION")).isEqualTo(token);
  }

  @ParameterizedTest
  @ValueSource(strings = {COGNITIVE, COGNITIVE + "/", AI, AI + "/"})
  void both_audiences_in_both_spellings_are_accepted(String audience) throws Exception {
    String token = simulator.identity().issue(audience);
    assertThat(client.chat("Authorization", "Bearer " + token).statusCode()).isEqualTo(200);
  }

  @Test
  void a_request_with_no_credential_is_refused() throws Exception {
    refusedAsUnauthorized(client.chat());
  }

  @Test
  void a_placeholder_key_as_bearer_is_refused() throws Exception {
    refusedAsUnauthorized(client.chat("Authorization", "Bearer placeholder"));
  }

  @Test
  void a_wrong_audience_is_refused() throws Exception {
    String token = simulator.identity().issue("https://management.azure.com");
    refusedAsUnauthorized(client.chat("Authorization", "Bearer " + token));
  }

  @Test
  void an_expired_token_is_refused() throws Exception {
    String token = simulator.identity().token().lifetime(Duration.ofSeconds(-1)).issue();
    refusedAsUnauthorized(client.chat("Authorization", "Bearer " + token));
  }

  @Test
  void a_forged_signature_is_refused() throws Exception {
    String token = simulator.identity().token().forged().issue();
    refusedAsUnauthorized(client.chat("Authorization", "Bearer " + token));
  }

  @Test
  void a_token_of_another_tenant_is_refused_with_its_own_text() throws Exception {
    String token = simulator.identity().token().tenant("other-tenant").issue();
    HttpResponse<String> answer = client.chat("Authorization", "Bearer " + token);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body())
        .contains("Token tenant other-tenant does not match resource tenant")
        .contains(simulator.identity().tenantId());
  }

  @Test
  void a_doubled_authorization_is_a_bad_request() throws Exception {
    HttpResponse<String> answer = client.chat("Authorization", good(), "Authorization", good());
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("more than one Authorization header");
    assertThat(simulator.foundry().requests().get(0).headers().all("Authorization")).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"api-key", "x-api-key", "Ocp-Apim-Subscription-Key"})
  void a_key_left_over_beside_a_token_is_a_bad_request(String header) throws Exception {
    HttpResponse<String> answer = client.chat("Authorization", good(), header, "placeholder");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).containsIgnoringCase(header).contains("beside its bearer token");
  }

  @Test
  void strictness_can_be_switched_off() throws Exception {
    simulator.foundry().strictHeaders(false);
    try {
      assertThat(client.chat("Authorization", good(), "api-key", "x").statusCode()).isEqualTo(200);
    } finally {
      simulator.foundry().strictHeaders(true);
    }
  }

  @ParameterizedTest
  @CsvSource({"api-key,placeholder", "x-api-key,placeholder"})
  void a_key_alone_meets_disabled_keys(String header, String key) throws Exception {
    HttpResponse<String> answer = client.chat(header, key);
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body())
        .contains("AuthenticationTypeDisabled", "Key based authentication is disabled");
  }

  @Test
  void a_key_beside_a_placeholder_bearer_meets_disabled_keys() throws Exception {
    HttpResponse<String> answer = client.chat("api-key", "k", "Authorization", "Bearer k");
    assertThat(answer.statusCode()).isEqualTo(403);
  }

  @Test
  void keys_can_be_accepted() throws Exception {
    simulator.foundry().acceptKeys(true);
    try {
      assertThat(client.chat("api-key", "any").statusCode()).isEqualTo(200);
    } finally {
      simulator.foundry().acceptKeys(false);
    }
  }

  @Test
  void projects_require_the_ai_audience() throws Exception {
    URI project = client.foundry("/api/projects/demo/openai/v1/responses");
    HttpResponse<String> refused = client.post(project, "{}", "Authorization", good());
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.body()).contains("audience is incorrect (" + AI + ")");
    String token = "Bearer " + simulator.identity().issue(AI);
    assertThat(client.post(project, "{}", "Authorization", token).statusCode()).isEqualTo(200);
  }

  @Test
  void the_ai_audience_can_be_kept_to_the_projects() throws Exception {
    simulator.foundry().audiences("https://cognitiveservices.azure.com");
    try {
      String token = "Bearer " + simulator.identity().issue(AI);
      assertThat(client.chat("Authorization", token).statusCode()).isEqualTo(401);
    } finally {
      simulator.foundry().audiences("https://cognitiveservices.azure.com", AI);
    }
  }

  @Test
  void so_many_good_requests_are_refused_and_then_no_more() throws Exception {
    simulator.foundry().refuseNext(2);
    assertThat(client.chat("Authorization", "Bearer bad").statusCode()).isEqualTo(401);
    refusedAsUnauthorized(client.chat("Authorization", good()));
    refusedAsUnauthorized(client.chat("Authorization", good()));
    assertThat(client.chat("Authorization", good()).statusCode()).isEqualTo(200);
  }

  @Test
  void revoked_tokens_are_refused_and_later_ones_are_not() throws Exception {
    String before = good();
    simulator.foundry().revoke();
    refusedAsUnauthorized(client.chat("Authorization", before));
    assertThat(client.chat("Authorization", good()).statusCode()).isEqualTo(200);
  }

  @Test
  void a_missing_role_is_told_in_the_services_words() throws Exception {
    simulator.foundry().denyRole();
    try {
      HttpResponse<String> answer = client.chat("Authorization", good());
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.body()).contains("PermissionDenied", "lacks the required data action");
    } finally {
      simulator.foundry().grantRole();
    }
  }

  private static String good() {
    return "Bearer " + simulator.identity().issue(COGNITIVE);
  }

  private static void refusedAsUnauthorized(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body()).contains(EXPIRED_OR_WRONG);
    assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
  }
}
