package io.foundryidentity.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Each cloud has its own names, and knows no other cloud's. */
final class CloudTest {
  private static final String CLIENT = "a9c00000-0000-4000-8000-000000000001";

  @ParameterizedTest
  @CsvSource({
    "PUBLIC, login.microsoftonline.com, api://AzureADTokenExchange, azure.com",
    "US_GOVERNMENT, login.microsoftonline.us, api://AzureADTokenExchangeUSGov, azure.us",
    "CHINA, login.partner.microsoftonline.cn, api://AzureADTokenExchangeChina, azure.cn"
  })
  void names_are_the_clouds_own(Cloud cloud, String authority, String exchange, String domain) {
    assertThat(cloud.authorityHost()).isEqualTo(authority);
    assertThat(cloud.tokenExchange()).isEqualTo(exchange);
    assertThat(cloud.cognitiveServices()).isEqualTo("https://cognitiveservices." + domain);
    assertThat(cloud.foundry()).isEqualTo("https://ai." + domain);
    assertThat(cloud.hostSuffixes()).allMatch(suffix -> suffix.endsWith("." + domain));
  }

  @ParameterizedTest
  @EnumSource
  void a_federated_application_signs_in_inside_of_its_cloud(Cloud cloud) throws Exception {
    try (Simulator simulator = Simulator.builder().cloud(cloud).start()) {
      IdentityEndpoints identity = simulator.identity();
      identity
          .directory()
          .register(CLIENT)
          .trustsManagedIdentity(identity.systemAssignedObjectId());
      String assertion = identity.issue(cloud.tokenExchange());
      JWTClaimsSet claims = SignedJWT.parse(assertion).getJWTClaimsSet();
      assertThat(claims.getIssuer())
          .isEqualTo("https://" + cloud.authorityHost() + "/" + identity.tenantId() + "/v2.0");
      String token =
          TokenForm.of(simulator, CLIENT)
              .scope(cloud.foundry() + "/.default")
              .assertion(assertion)
              .token();
      assertThat(new Client(simulator).chat("Authorization", "Bearer " + token).statusCode())
          .isEqualTo(200);
    }
  }

  @ParameterizedTest
  @EnumSource
  void another_clouds_resource_is_not_found_and_its_token_is_not_accepted(Cloud cloud)
      throws Exception {
    Cloud other = cloud == Cloud.PUBLIC ? Cloud.CHINA : Cloud.PUBLIC;
    try (Simulator simulator = Simulator.builder().cloud(cloud).start()) {
      IdentityEndpoints identity = simulator.identity();
      identity
          .directory()
          .register(CLIENT)
          .trustsManagedIdentity(identity.systemAssignedObjectId());
      TokenForm form =
          TokenForm.of(simulator, CLIENT).assertion(identity.issue(cloud.tokenExchange()));
      assertThat(form.scope(other.cognitiveServices() + "/.default").refusal())
          .contains("AADSTS500011", other.cognitiveServices());
      String token = identity.issue(other.foundry());
      HttpResponse<String> answer = new Client(simulator).chat("Authorization", "Bearer " + token);
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.body()).contains(cloud.cognitiveServices(), cloud.foundry());
    }
  }

  @Test
  void by_default_entra_gives_a_token_for_any_resource() throws Exception {
    try (Simulator simulator = Simulator.builder().start()) {
      TokenForm form =
          TokenForm.of(simulator, simulator.identity().clientId())
              .with("client_secret", simulator.identity().clientSecret());
      assertThat(form.scope("https://cognitiveservices.azure.us/.default").token()).isNotEmpty();
    }
  }

  @Test
  void an_identity_below_a_government_application_has_the_governments_code() {
    assertThat(
            TokenContent.exchangeSubject(
                Cloud.US_GOVERNMENT, CLIENT, CLIENT, "a6e00000-0000-4000-8000-0000000000a1"))
        .startsWith("/eid1/c/usg/t/");
  }
}
