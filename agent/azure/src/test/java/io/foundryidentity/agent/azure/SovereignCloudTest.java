package io.foundryidentity.agent.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.simulator.Cloud;
import io.foundryidentity.simulator.IdentityKind;
import io.foundryidentity.simulator.Simulator;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The US Government cloud and the one in China, by the names of their authorities: a proxy that
 * leads to the simulator stands for their networks.
 */
@Tag("long")
class SovereignCloudTest {

  private static ChildJvm in(Simulator simulator, IdentityKind kind) {
    Map<String, String> environment = new HashMap<>(simulator.identity().environment(kind));
    environment.remove("AZURE_AUTHORITY_HOST");
    return new ChildJvm()
        .with(environment)
        .with("HTTPS_PROXY", "http://127.0.0.1:" + simulator.proxy().port())
        .flags(simulator.certificates().trustProperties());
  }

  @ParameterizedTest
  @CsvSource({
    "US_GOVERNMENT, CLIENT_SECRET, environment, login.microsoftonline.us",
    "US_GOVERNMENT, CLIENT_CERTIFICATE, environment, login.microsoftonline.us",
    "US_GOVERNMENT, WORKLOAD_IDENTITY, default, login.microsoftonline.us",
    "CHINA, CLIENT_SECRET, environment, login.partner.microsoftonline.cn",
    "CHINA, CLIENT_CERTIFICATE, default, login.chinacloudapi.cn",
    "CHINA, WORKLOAD_IDENTITY, workload-identity, login.partner.microsoftonline.cn",
  })
  void an_identity_signs_in_at_its_clouds_authority_and_asks_no_other_host(
      Cloud cloud, IdentityKind kind, String credential, String host) throws Exception {
    // msal4j knows that both names are China's, and asks the newer one
    String asked = cloud == Cloud.CHINA ? cloud.authorityHost() : host;
    try (Simulator simulator = Simulator.builder().cloud(cloud).start()) {
      for (String audience : new String[] {cloud.cognitiveServices(), cloud.foundry()}) {
        assertThat(
                in(simulator, kind)
                    .run(
                        "credential=" + credential,
                        "authority-host=https://" + host + "/",
                        "scopes=" + audience + "/.default")
                    .result())
            .startsWith("token ")
            .contains("\"aud\":\"" + audience + "\"");
      }
      assertThat(simulator.proxy().requests())
          .isNotEmpty()
          .allMatch(request -> request.path().equals(asked + ":443"));
      assertThat(simulator.identity().requests())
          .allMatch(request -> request.path().endsWith("/oauth2/v2.0/token"));
    }
  }

  @ParameterizedTest
  @CsvSource({"US_GOVERNMENT", "CHINA"})
  void a_token_for_the_public_clouds_resource_is_refused_there(Cloud cloud) throws Exception {
    try (Simulator simulator = Simulator.builder().cloud(cloud).start()) {
      assertThat(
              in(simulator, IdentityKind.CLIENT_SECRET)
                  .run(
                      "credential=environment",
                      "authority-host=https://" + cloud.authorityHost() + "/",
                      "scopes=https://cognitiveservices.azure.com/.default")
                  .result())
          .startsWith("failure HTTP 400: AADSTS500011");
    }
  }

  @ParameterizedTest
  @CsvSource({"US_GOVERNMENT", "CHINA"})
  void the_assertion_of_a_managed_identity_is_for_the_clouds_token_exchange(Cloud cloud)
      throws Exception {
    try (Simulator simulator = Simulator.builder().cloud(cloud).start()) {
      in(simulator, IdentityKind.IMDS)
          .run(
              "credential=federated",
              "assertion=managed-identity",
              "client-id=" + simulator.identity().clientId(),
              "tenant-id=" + simulator.identity().tenantId(),
              "authority-host=https://" + cloud.authorityHost() + "/",
              "scopes=" + cloud.foundry() + "/.default");
      assertThat(simulator.identity().requests())
          .filteredOn(request -> request.query("resource") != null)
          .isNotEmpty()
          .allMatch(request -> request.query("resource").equals(cloud.tokenExchange()));
    }
  }
}
