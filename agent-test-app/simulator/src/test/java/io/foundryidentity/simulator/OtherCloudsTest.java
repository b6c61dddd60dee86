package io.foundryidentity.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Assertions from GitHub and from Google's metadata server. */
final class OtherCloudsTest {
  private static final String EXCHANGE = "api://AzureADTokenExchange";
  private static final String CLIENT = "a9c00000-0000-4000-8000-000000000001";
  private static final String GOOGLE =
      "/computeMetadata/v1/instance/service-accounts/default/identity";

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

  @AfterEach
  void recover() {
    simulator.identity().gitHub().life(Duration.ofMinutes(5));
    simulator.identity().google().account(true);
    simulator.identity().google().namesItself(true);
  }

  @Test
  void a_github_jobs_token_signs_in() throws Exception {
    GitHubEndpoint gitHub = simulator.identity().gitHub();
    simulator
        .identity()
        .directory()
        .register(CLIENT)
        .trusts(GitHubEndpoint.ISSUER, gitHub.subject(), EXCHANGE);
    HttpResponse<String> answer = gitHub("&audience=" + EXCHANGE, gitHub.requestToken());
    assertThat(answer.statusCode()).isEqualTo(200);
    String value = new JsonObject(answer.body()).getString("value");
    JWTClaimsSet claims = SignedJWT.parse(value).getJWTClaimsSet();
    assertThat(claims.getSubject()).isEqualTo("repo:contoso/orders:ref:refs/heads/main");
    assertThat(claims.getStringClaim("repository")).isEqualTo("contoso/orders");
    assertThat(TokenForm.of(simulator, CLIENT).assertion(value).token()).isNotEmpty();
  }

  @Test
  void github_gives_its_default_audience_where_none_is_asked_for() throws Exception {
    HttpResponse<String> answer = gitHub("", simulator.identity().gitHub().requestToken());
    String value = new JsonObject(answer.body()).getString("value");
    assertThat(SignedJWT.parse(value).getJWTClaimsSet().getAudience())
        .containsExactly("https://github.com/contoso");
  }

  @Test
  void github_refuses_another_request_token() throws Exception {
    HttpResponse<String> answer = gitHub("&audience=" + EXCHANGE, "another");
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body()).contains("UnauthorizedRequestException");
  }

  @Test
  void a_google_identity_token_signs_in() throws Exception {
    simulator
        .identity()
        .directory()
        .register(CLIENT)
        .trusts(GoogleMetadata.ISSUER, simulator.identity().google().subject(), EXCHANGE);
    HttpResponse<String> answer =
        google("?audience=" + EXCHANGE + "&format=full", "Metadata-Flavor", "Google");
    assertThat(answer.headers().firstValue("Metadata-Flavor")).contains("Google");
    assertThat(SignedJWT.parse(answer.body()).getJWTClaimsSet().getStringClaim("email"))
        .endsWith(".iam.gserviceaccount.com");
    assertThat(TokenForm.of(simulator, CLIENT).assertion(answer.body()).token()).isNotEmpty();
  }

  @Test
  void google_refuses_a_request_without_its_header() throws Exception {
    HttpResponse<String> answer = google("?audience=a", "Accept", "*/*");
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("Missing required header");
    assertThat(
            google("?audience=a", "Metadata-Flavor", "Google", "X-Forwarded-For", "10.0.0.1")
                .statusCode())
        .isEqualTo(403);
  }

  @Test
  void google_requires_an_audience_and_a_service_account() throws Exception {
    assertThat(google("", "Metadata-Flavor", "Google").statusCode()).isEqualTo(400);
    simulator.identity().google().account(false);
    assertThat(google("?audience=a", "Metadata-Flavor", "Google").statusCode()).isEqualTo(404);
  }

  @Test
  void something_that_is_not_google_does_not_name_itself() throws Exception {
    simulator.identity().google().namesItself(false);
    assertThat(google("?audience=a", "Metadata-Flavor", "Google").headers().map())
        .doesNotContainKey("metadata-flavor");
  }

  private static HttpResponse<String> gitHub(String more, String token) throws Exception {
    String url =
        simulator.identity().environment(IdentityKind.GITHUB).get("ACTIONS_ID_TOKEN_REQUEST_URL");
    return client.get(URI.create(url + more), "Authorization", "bearer " + token);
  }

  private static HttpResponse<String> google(String query, String... headers) throws Exception {
    String host = simulator.identity().environment(IdentityKind.GOOGLE).get("GCE_METADATA_HOST");
    return client.get(URI.create("http://" + host + GOOGLE + query), headers);
  }
}
