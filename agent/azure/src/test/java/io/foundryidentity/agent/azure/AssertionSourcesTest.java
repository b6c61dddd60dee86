package io.foundryidentity.agent.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.core.token.ClientAssertion;
import io.foundryidentity.agent.core.token.Identity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where a pod's own identity, which gives the assertion, signs in. */
class AssertionSourcesTest {

  private static final String CLIENT = "11111111-2222-4333-8444-555555555555";
  private static final String GOVERNMENT = "https://login.microsoftonline.us/";

  private final Map<String, String> pod =
      new HashMap<>(
          Map.of(
              "AZURE_CLIENT_ID", CLIENT,
              "AZURE_TENANT_ID", "11111111-2222-4333-8444-666666666666",
              "AZURE_FEDERATED_TOKEN_FILE", "/var/run/secrets/azure/tokens/azure-identity-token"));

  @Test
  void it_signs_in_in_the_cloud_of_the_identity_that_gets_the_assertion() {
    assertThat(authority()).isEqualTo(GOVERNMENT);
  }

  @Test
  void the_authority_that_the_cluster_names_is_stronger() {
    pod.put("AZURE_AUTHORITY_HOST", "https://login.partner.microsoftonline.cn/");
    assertThat(authority()).isEqualTo("https://login.partner.microsoftonline.cn/");
  }

  private String authority() {
    List<String> authorities = new ArrayList<>();
    Identity identity =
        new Identity("federated", CLIENT, "contoso.example", null, null, GOVERNMENT)
            .with(new ClientAssertion(ClientAssertion.MANAGED_IDENTITY, null, null, null, null));
    AssertionSources.Clients clients =
        new AssertionSources.Clients() {
          @Override
          public Members members(Identity giver, IdentityEnvironment environment) {
            authorities.add(environment.authorityHost());
            return new Members(giver, environment, null, binding -> null, null, null);
          }

          @Override
          public DirectHttpClient direct() {
            throw new AssertionError("a managed identity needs none");
          }
        };
    new AssertionSources(identity, "api://AzureADTokenExchangeUSGov", pod, clients).source();
    return authorities.get(0);
  }
}
