package io.foundryidentity.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ManagedIdentityTest {
  private static final String RESOURCE = "https://cognitiveservices.azure.com";
  private static final String IMDS_PATH = "/metadata/identity/oauth2/token?api-version=2018-02-01";

  private Simulator simulator;
  private Client client;

  @BeforeEach
  void start() {
    simulator = Simulator.builder().tokenLifetime(Duration.ofHours(24)).build().start();
    client = new Client(simulator);
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void imds_answers_its_numbers_as_strings_and_its_token_opens_foundry() throws Exception {
    HttpResponse<String> answer = client.get(imds(""), "Metadata", "true");
    assertThat(answer.statusCode()).isEqualTo(200);
    JsonObject body = new JsonObject(answer.body());
    assertThat(body.getValue("expires_in")).isInstanceOf(String.class);
    assertThat(Long.parseLong(body.getString("expires_in"))).isBetween(86_390L, 86_400L);
    assertThat(body.getValue("expires_on")).isInstanceOf(String.class);
    assertThat(body.getValue("not_before")).isInstanceOf(String.class);
    assertThat(body.getString("resource")).isEqualTo(RESOURCE);
    assertThat(body.getString("token_type")).isEqualTo("Bearer");
    assertThat(body.getString("client_id")).isNotEmpty();
    String token = body.getString("access_token");
    JWTClaimsSet claims = SignedJWT.parse(token).getJWTClaimsSet();
    assertThat(claims.getAudience()).containsExactly(RESOURCE);
    assertThat(claims.getExpirationTime().toInstant())
        .isEqualTo(Instant.ofEpochSecond(Long.parseLong(body.getString("expires_on"))));
    assertThat(client.chat("Authorization", "Bearer " + token).statusCode()).isEqualTo(200);
  }

  @Test
  void imds_refuses_a_request_without_the_metadata_header() throws Exception {
    HttpResponse<String> answer = client.get(imds(""));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("Required metadata header not specified");
  }

  @Test
  void imds_answers_a_probe_with_a_400() throws Exception {
    URI probe = URI.create(simulator.identity().imds() + IMDS_PATH);
    assertThat(client.get(probe).statusCode()).isEqualTo(400);
    HttpResponse<String> answer = client.get(probe, "Metadata", "true");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("'resource' is missing");
    assertThat(simulator.identity().issuedCount()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "client_id,11111111-1111-4111-8111-111111111111,appid",
    "object_id,22222222-2222-4222-8222-222222222222,oid",
    "mi_res_id,/subscriptions/s/resourceGroups/g/providers/p/userAssignedIdentities/i,xms_mirid"
  })
  void a_user_assigned_identity_is_found_in_log_and_token(String query, String id, String claim)
      throws Exception {
    String parameter = "&" + query + "=" + URLEncoder.encode(id, StandardCharsets.UTF_8);
    HttpResponse<String> answer = client.get(imds(parameter), "Metadata", "true");
    assertThat(claims(answer).getStringClaim(claim)).isEqualTo(id);
    assertThat(simulator.identity().requests().get(0).query(query)).isEqualTo(id);
  }

  @Test
  void app_service_asks_for_its_header() throws Exception {
    URI uri =
        URI.create(
            simulator.identity().appService() + "?api-version=2019-08-01&resource=" + RESOURCE);
    assertThat(client.get(uri).statusCode()).isEqualTo(401);
    assertThat(client.get(uri, "X-IDENTITY-HEADER", "wrong").statusCode()).isEqualTo(401);
    String header = simulator.identity().appServiceHeader();
    HttpResponse<String> answer = client.get(uri, "X-IDENTITY-HEADER", header);
    assertThat(claims(answer).getAudience()).containsExactly(RESOURCE);
    assertThat(new JsonObject(answer.body()).getValue("expires_on")).isInstanceOf(String.class);
  }

  @Test
  void cloud_shell_answers_with_the_metadata_header_alone() throws Exception {
    URI uri = URI.create(simulator.identity().cloudShell() + "?resource=" + RESOURCE);
    assertThat(client.get(uri).statusCode()).isEqualTo(400);
    assertThat(claims(client.get(uri, "Metadata", "true")).getAudience()).containsExactly(RESOURCE);
  }

  @Test
  void arc_gives_a_token_for_the_content_of_its_challenge_file() throws Exception {
    URI uri =
        URI.create(simulator.identity().arc() + "?api-version=2020-06-01&resource=" + RESOURCE);
    HttpResponse<String> challenge = client.get(uri, "Metadata", "true");
    assertThat(challenge.statusCode()).isEqualTo(401);
    String realm = challenge.headers().firstValue("WWW-Authenticate").orElseThrow();
    assertThat(realm).startsWith("Basic realm=").endsWith(".key");
    String secret = Files.readString(Path.of(realm.substring("Basic realm=".length())));
    HttpResponse<String> wrong =
        client.get(uri, "Metadata", "true", "Authorization", "Basic " + secret + "x");
    assertThat(wrong.statusCode()).isEqualTo(401);
    HttpResponse<String> answer =
        client.get(uri, "Metadata", "true", "Authorization", "Basic " + secret);
    assertThat(claims(answer).getAudience()).containsExactly(RESOURCE);
  }

  @Test
  void a_failing_endpoint_recovers_and_the_others_never_noticed() throws Exception {
    simulator.identity().at(IdentityKind.IMDS).failWith(429);
    simulator.identity().at(IdentityKind.IMDS).retryAfter(Duration.ofSeconds(7));
    HttpResponse<String> answer = client.get(imds(""), "Metadata", "true");
    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.headers().firstValue("Retry-After")).contains("7");
    URI shell = URI.create(simulator.identity().cloudShell() + "?resource=" + RESOURCE);
    assertThat(client.get(shell, "Metadata", "true").statusCode()).isEqualTo(200);
    simulator.identity().recover();
    assertThat(client.get(imds(""), "Metadata", "true").statusCode()).isEqualTo(200);
  }

  @Test
  void a_delayed_answer_comes_late_and_a_malformed_one_is_no_json() throws Exception {
    simulator.identity().delay(Duration.ofMillis(300));
    simulator.identity().malformed();
    long start = System.nanoTime();
    HttpResponse<String> answer = client.get(imds(""), "Metadata", "true");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(290));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).doesNotContain("}");
  }

  @Test
  void the_same_token_is_answered_again_only_where_that_is_asked_for() throws Exception {
    assertThat(token()).isNotEqualTo(token());
    simulator.identity().sameToken();
    assertThat(token()).isEqualTo(token());
    assertThat(simulator.identity().issuedCount()).isEqualTo(3);
  }

  private String token() throws Exception {
    HttpResponse<String> answer = client.get(imds(""), "Metadata", "true");
    return new JsonObject(answer.body()).getString("access_token");
  }

  private URI imds(String more) {
    return URI.create(simulator.identity().imds() + IMDS_PATH + "&resource=" + RESOURCE + more);
  }

  private static JWTClaimsSet claims(HttpResponse<String> answer) throws Exception {
    assertThat(answer.statusCode()).isEqualTo(200);
    return SignedJWT.parse(new JsonObject(answer.body()).getString("access_token"))
        .getJWTClaimsSet();
  }
}
