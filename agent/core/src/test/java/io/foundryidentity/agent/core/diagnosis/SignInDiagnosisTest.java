package io.foundryidentity.agent.core.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.core.token.Identity;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignInDiagnosisTest {

  private final Map<String, String> environment = new HashMap<>();
  private String credential = "default";
  private String clientId;

  private Explanation explain(String reason) {
    Identity identity = new Identity(credential, clientId, null, null, null, null);
    Asked asked = new Asked("contoso.openai.azure.com", "/", "s/.default", "", identity, null);
    return SignInDiagnosis.explain(reason, asked, environment);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AADSTS7000215: Invalid client secret provided.|SECRET_WRONG|az ad app credential reset",
        "AADSTS7000222: expired|SECRET_EXPIRED|az ad app credential reset",
        "AADSTS700027: assertion|CERTIFICATE_UNKNOWN|--cert",
        "AADSTS700016: not found|CLIENT_UNKNOWN|az ad sp show",
        "AADSTS90002: Tenant not found|TENANT_UNKNOWN|az account show",
        "AADSTS700213: No matching|FEDERATION_MISSING|az identity federated-credential list",
        "AADSTS500011: resource principal|SCOPE_UNKNOWN|-Dfoundry.identity.scope=auto",
        "Multiple user assigned identities exist|SEVERAL_IDENTITIES|-Dfoundry.identity.client-id=",
        "Identity not found|NO_IDENTITY_ASSIGNED|az vm identity assign",
        "no credential answered: AzureCliCredential: az login|NOT_LOGGED_IN|az login",
        "no credential answered: ManagedIdentityCredential: no managed identity endpoint here;"
            + " AzureCliCredential: az login|NO_CREDENTIAL|az login",
      })
  void each_cause_ends_with_what_to_type(String reason, Cause cause, String remedy) {
    Explanation explanation = explain(reason);

    assertThat(explanation.cause()).isEqualTo(cause);
    assertThat(explanation.remedies()).anyMatch(line -> line.contains(remedy));
  }

  @Test
  void an_identity_that_is_not_assigned_here_is_named() {
    clientId = "abc";

    Explanation explanation = explain("Identity not found");

    assertThat(explanation.cause()).isEqualTo(Cause.IDENTITY_UNKNOWN);
    assertThat(explanation.words()).contains("client-id=abc");
  }

  @Test
  void the_command_is_the_platforms_own() {
    environment.put("WEBSITE_SITE_NAME", "shop");
    environment.put("WEBSITE_RESOURCE_GROUP", "web");
    assertThat(explain("Identity not found").remedies())
        .containsExactly("az webapp identity assign --name shop --resource-group web");

    environment.put("CONTAINER_APP_NAME", "shop");
    assertThat(explain("Identity not found").remedies())
        .containsExactly(
            "az containerapp identity assign --name shop --resource-group <group>"
                + " --system-assigned");
  }

  @Test
  void in_kubernetes_workload_identity_is_what_is_missing() {
    environment.put("KUBERNETES_SERVICE_HOST", "10.0.0.1");

    assertThat(explain("no credential answered: nothing").remedies())
        .anyMatch(line -> line.startsWith("kubectl label"));
  }

  @Test
  void a_machine_without_the_endpoint_is_told_from_one_that_is_throttled() {
    credential = "managed-identity";

    assertThat(explain("connect timed out").cause()).isEqualTo(Cause.IDENTITY_ENDPOINT_ABSENT);
    assertThat(explain("429 Too Many Requests").cause())
        .isEqualTo(Cause.IDENTITY_ENDPOINT_THROTTLED);
    assertThat(explain("no token within 75000 ms").cause())
        .isEqualTo(Cause.IDENTITY_ENDPOINT_FAILS);
    assertThat(explain("a 500").cause()).isEqualTo(Cause.IDENTITY_ENDPOINT_FAILS);
  }

  @Test
  void what_nobody_knows_is_told_as_it_is() {
    assertThat(explain("an odd thing").words()).contains("an odd thing");
  }
}
