package io.foundryidentity.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a program's environment becomes, so that its own code leads it to the gateway. */
class ClientEnvironmentTest {

  private final ClientEnvironment client =
      new ClientEnvironment(
          "http://127.0.0.1:1234/openai/v1",
          "the-secret",
          "http://127.0.0.1:1234/foundry-gateway/msi/token",
          "the-header");

  @Test
  void the_gateway_is_the_programs_resource_and_its_identity() {
    assertThat(client.appliedTo(Map.of("PATH", "/bin")))
        .containsOnly(
            Map.entry("PATH", "/bin"),
            Map.entry("FOUNDRY_GATEWAY_BASE_URL", "http://127.0.0.1:1234/openai/v1"),
            Map.entry("FOUNDRY_GATEWAY_BEARER_TOKEN", "the-secret"),
            Map.entry("AZURE_AI_FOUNDRY_RESOURCE_URL", "http://127.0.0.1:1234"),
            Map.entry("FOUNDRY_RESOURCE_URL", "http://127.0.0.1:1234"),
            Map.entry("AZURE_OPENAI_ENDPOINT", "http://127.0.0.1:1234"),
            Map.entry("IDENTITY_ENDPOINT", "http://127.0.0.1:1234/foundry-gateway/msi/token"),
            Map.entry("IDENTITY_HEADER", "the-header"),
            Map.entry("AZURE_TOKEN_CREDENTIALS", "prod"),
            Map.entry("NO_PROXY", "127.0.0.1"),
            Map.entry("no_proxy", "127.0.0.1"));
  }

  @Test
  void no_other_identity_is_left() {
    Map<String, String> before = new HashMap<>();
    client.removed().forEach(name -> before.put(name, "x"));
    before.put("IDENTITY_ENDPOINT", "http://10.0.0.1/msi");
    before.put("AZURE_TOKEN_CREDENTIALS", "dev");
    before.put("AZURE_CLIENT_ID", "11111111-2222-3333-4444-555555555555");

    assertThat(client.appliedTo(before))
        .doesNotContainKeys(client.removed().toArray(new String[0]))
        .doesNotContainValue("http://10.0.0.1/msi")
        .doesNotContainValue("dev")
        .containsKey("AZURE_CLIENT_ID");
    assertThat(client.removed())
        .contains(
            "AZURE_CLIENT_SECRET",
            "AZURE_CLIENT_CERTIFICATE_PASSWORD",
            "IMDS_ENDPOINT",
            "IDENTITY_SERVER_THUMBPRINT");
  }

  @Test
  void a_program_that_requires_a_managed_identity_keeps_that_word() {
    assertThat(client.appliedTo(Map.of("AZURE_TOKEN_CREDENTIALS", "managedidentitycredential")))
        .containsEntry("AZURE_TOKEN_CREDENTIALS", "ManagedIdentityCredential");
  }

  @Test
  void a_key_becomes_the_secret_and_is_not_added() {
    assertThat(client.appliedTo(Map.of("AZURE_OPENAI_API_KEY", "a-key", "OPENAI_API_KEY", "other")))
        .containsEntry("AZURE_OPENAI_API_KEY", "the-secret")
        .containsEntry("OPENAI_API_KEY", "other")
        .doesNotContainKey("AZURE_OPENAI_AD_TOKEN");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/|/",
        "/openai|",
        "/openai/v1|",
        "/openai/deployments/gpt|",
        "/api/projects/mine|/api/projects/mine",
        "/api/projects/mine/openai/v1|/api/projects/mine",
        "/front/openai|/front",
        "/openai2|/openai2",
        "/anthropic|/anthropic",
      })
  void programs_add_openai_to_the_resource_themselves(String prefix, String resource) {
    assertThat(ClientEnvironment.resource("http://127.0.0.1:1" + prefix))
        .isEqualTo("http://127.0.0.1:1" + (resource == null ? "" : resource));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "-|-|127.0.0.1|127.0.0.1",
        "a,b|-|a,b,127.0.0.1|a,b,127.0.0.1",
        "-|c|c,127.0.0.1|c,127.0.0.1",
        "a|c|a,127.0.0.1|c,127.0.0.1",
        "a, 127.0.0.1|c|a, 127.0.0.1|c,127.0.0.1",
        "*|-|*|*",
      })
  void no_proxy_is_extended_and_loses_nothing(
      String upper, String lower, String newUpper, String newLower) {
    Map<String, String> before = new HashMap<>();
    if (upper != null) {
      before.put("NO_PROXY", upper);
    }
    if (lower != null) {
      before.put("no_proxy", lower);
    }
    assertThat(client.appliedTo(before))
        .containsEntry("NO_PROXY", newUpper)
        .containsEntry("no_proxy", newLower);
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:1234,127.0.0.1",
    "https://gateway.example/x,gateway.example",
    "https://[fd00::1]:8443,fd00::1"
  })
  void no_proxy_has_the_host_at_which_the_gateway_listens(String baseUrl, String host) {
    assertThat(new ClientEnvironment(baseUrl, "s", "e", "h").appliedTo(Map.of()))
        .containsEntry("NO_PROXY", host);
  }

  @Test
  void its_text_has_no_secret() {
    assertThat(client).asString().doesNotContain("the-secret", "the-header");
  }
}
