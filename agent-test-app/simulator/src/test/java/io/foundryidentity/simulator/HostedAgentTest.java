package io.foundryidentity.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The IMDS inside of a hosted agent's container. */
final class HostedAgentTest {
  private static final String QUERY =
      "/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https://ai.azure.com";

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

  @Test
  void without_a_client_id_the_agent_identity_is_given() throws Exception {
    String token = token(ask(simulator.identity().hostedAgentImds(), ""));
    assertThat(SignedJWT.parse(token).getJWTClaimsSet().getStringClaim("appid"))
        .isEqualTo(
            simulator
                .identity()
                .environment(IdentityKind.HOSTED_AGENT)
                .get("FOUNDRY_AGENT_INSTANCE_CLIENT_ID"));
    assertThat(client.chat("Authorization", "Bearer " + token).body())
        .contains("signed in as " + simulator.identity().hostedAgent().objectId());
  }

  @Test
  void its_own_client_id_is_accepted() throws Exception {
    String own = "&client_id=" + simulator.identity().hostedAgent().clientId();
    assertThat(token(ask(simulator.identity().hostedAgentImds(), own))).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "&client_id=11111111-1111-4111-8111-111111111111",
        "&object_id=11111111-1111-4111-8111-111111111111",
        "&mi_res_id=/some/identity"
      })
  void any_other_identity_is_refused(String query) throws Exception {
    HttpResponse<String> answer = ask(simulator.identity().hostedAgentImds(), query);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(new JsonObject(answer.body()).getString("error_description"))
        .isEqualTo("Invalid clientId");
  }

  @Test
  void it_can_stand_at_the_address_of_the_machines_imds() throws Exception {
    simulator.identity().hostedAgent().atImds(true);
    try {
      String other = "&client_id=11111111-1111-4111-8111-111111111111";
      assertThat(ask(simulator.identity().imds(), other).statusCode()).isEqualTo(400);
      assertThat(token(ask(simulator.identity().imds(), ""))).isNotEmpty();
    } finally {
      simulator.identity().hostedAgent().atImds(false);
    }
    assertThat(ask(simulator.identity().imds(), "&client_id=x").statusCode()).isEqualTo(200);
  }

  @Test
  void the_metadata_header_is_required() throws Exception {
    URI uri = URI.create(simulator.identity().hostedAgentImds() + QUERY);
    assertThat(client.get(uri).statusCode()).isEqualTo(400);
    assertThat(client.get(uri.resolve("/other")).statusCode()).isEqualTo(404);
  }

  private static HttpResponse<String> ask(URI imds, String more) throws Exception {
    return client.get(URI.create(imds + QUERY + more), "Metadata", "true");
  }

  private static String token(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(200);
    return new JsonObject(answer.body()).getString("access_token");
  }
}
