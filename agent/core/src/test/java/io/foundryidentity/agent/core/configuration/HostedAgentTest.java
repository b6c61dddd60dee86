package io.foundryidentity.agent.core.configuration;

import static io.foundryidentity.agent.core.configuration.GivenSources.arguments;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The configuration where Foundry's platform for hosted agents has set its variables. */
class HostedAgentTest {

  private static final String PROJECT = "https://contoso.services.ai.azure.com/api/projects/mine";
  private static final String OWN = "aaaaaaaa-1111-2222-3333-444444444444";
  private static final String OTHER = "bbbbbbbb-1111-2222-3333-444444444444";

  private static GivenSources hosted(String arguments) {
    return arguments(arguments)
        .variable("FOUNDRY_HOSTING_ENVIRONMENT", "foundry")
        .variable("FOUNDRY_PROJECT_ENDPOINT", PROJECT)
        .variable("FOUNDRY_AGENT_INSTANCE_CLIENT_ID", OWN);
  }

  @Test
  void nothing_needs_to_be_set() {
    Configuration configuration = hosted("").read();

    assertThat(configuration.targets())
        .hasToString("[https://contoso.services.ai.azure.com:443/api/projects/mine]");
    assertThat(configuration.warnings()).isEmpty();
    assertThat(configuration.rules().get(0).hostsSource())
        .isEqualTo("environment variable FOUNDRY_PROJECT_ENDPOINT");
    assertThat(configuration.rules().get(0).identity().clientId()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "https://contoso.services.ai.azure.com/api/projects/mine/, https://contoso.services.ai.azure.com:443/api/projects/mine",
    "https://CONTOSO.services.ai.azure.us/api/projects/a-b.c_d, https://contoso.services.ai.azure.us:443/api/projects/a-b.c_d",
    "https://contoso.cognitiveservices.azure.com/api/projects/a, https://contoso.cognitiveservices.azure.com:443/api/projects/a",
  })
  void the_project_is_host_and_path(String endpoint, String target) {
    assertThat(hosted("").variable("FOUNDRY_PROJECT_ENDPOINT", endpoint).read().targets())
        .hasToString("[" + target + "]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://contoso.services.ai.azure.com",
        "https://contoso.services.ai.azure.com/",
        "https://contoso.services.ai.azure.com/api/projects",
        "https://contoso.services.ai.azure.com/api/projects/",
        "https://contoso.services.ai.azure.com/api/projects/a/b",
        "https://contoso.services.ai.azure.com/api/projects/../x",
        "https://contoso.services.ai.azure.com/API/projects/a",
        "https://contoso.services.ai.azure.com/api/projects/a?x=1",
        "http://contoso.services.ai.azure.com/api/projects/a",
        "https://*.services.ai.azure.com/api/projects/a",
        "https://proxy.example/api/projects/a",
        "https://contoso.services.ai.azure.com.evil.example/api/projects/a",
        "https://contoso.services.ai.azure.com@evil.example/api/projects/a",
        "https://a.contoso.services.ai.azure.com/api/projects/a",
        "http://127.0.0.1:8088/api/projects/a",
        "mine",
      })
  void what_is_not_a_project_of_the_clouds_is_named_and_not_used(String endpoint) {
    Configuration configuration = hosted("").variable("FOUNDRY_PROJECT_ENDPOINT", endpoint).read();

    assertThat(configuration.hasTargets()).isFalse();
    assertThat(configuration.warnings())
        .singleElement()
        .asString()
        .startsWith("environment variable FOUNDRY_PROJECT_ENDPOINT=")
        .contains("is not the https URL of a project such as https://NAME.services.ai.azure.com/")
        .endsWith("if tokens may go there, set foundry.identity.hosts");
  }

  @Test
  void the_platforms_own_variable_comes_first_there() {
    assertThat(
            hosted("")
                .variable("AZURE_OPENAI_ENDPOINT", "https://x.openai.azure.com")
                .read()
                .targets())
        .hasToString("[https://contoso.services.ai.azure.com:443/api/projects/mine]");
  }

  @Test
  void and_last_elsewhere() {
    GivenSources elsewhere =
        arguments("")
            .variable("FOUNDRY_HOSTING_ENVIRONMENT", " ")
            .variable("FOUNDRY_PROJECT_ENDPOINT", PROJECT);

    assertThat(elsewhere.read().targets()).asString().contains("/api/projects/mine");
    assertThat(
            elsewhere
                .variable("AZURE_OPENAI_ENDPOINT", "https://x.openai.azure.com")
                .read()
                .targets())
        .hasToString("[https://x.openai.azure.com:443]");
  }

  @Test
  void hosts_of_the_operator_are_stronger() {
    assertThat(hosted("").variable("IDENTITY_AGENT_HOSTS", "own.example").read().targets())
        .hasToString("[https://own.example:443]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"default", "managed-identity"})
  void azures_variable_for_a_client_id_does_not_select_the_identity(String credential) {
    GivenSources sources = hosted("credential=" + credential).variable("AZURE_CLIENT_ID", OTHER);

    assertThat(sources.read().rules().get(0).identity().clientId()).isNull();
    assertThat(Origins.read(sources).stream().map(Origin::key)).doesNotContain("client-id");
  }

  @Test
  void a_service_principal_still_has_it() {
    assertThat(
            hosted("credential=environment")
                .variable("AZURE_CLIENT_ID", OTHER)
                .read()
                .rules()
                .get(0)
                .identity()
                .clientId())
        .isEqualTo(OTHER);
  }

  @Test
  void another_client_id_is_refused_in_one_line() {
    assertThat(hosted("").variable("IDENTITY_AGENT_CLIENT_ID", OTHER).problems())
        .containsExactly(
            "client-id='"
                + OTHER
                + "' (environment variable IDENTITY_AGENT_CLIENT_ID) cannot be used in a hosted"
                + " agent (environment variable FOUNDRY_HOSTING_ENVIRONMENT is set): the platform"
                + " gives the agent one identity, and answers 'Invalid clientId' to any other id:"
                + " remove client-id");
  }

  @ParameterizedTest
  @CsvSource({
    "object-id=bbbbbbbb-1111-2222-3333-444444444444, object-id",
    "'credential=managed-identity,client-id=bbbbbbbb-1111-2222-3333-444444444444', client-id",
    "'rule.a.hosts=x.example,rule.a.client-id=bbbbbbbb-1111-2222-3333-444444444444', rule.a.client-id",
  })
  void so_is_any_other_id_of_a_managed_identity(String arguments, String key) {
    assertThat(hosted(arguments).problems())
        .singleElement()
        .asString()
        .startsWith(key + "=")
        .endsWith("remove " + key);
  }

  @Test
  void the_agents_own_client_id_is_accepted() {
    assertThat(hosted("client-id=" + OWN.toUpperCase(java.util.Locale.ROOT)).read().hasTargets())
        .isTrue();
  }

  @Test
  void a_client_id_beside_a_secret_is_a_service_principals() {
    assertThat(
            hosted("client-id=" + OTHER)
                .variable("AZURE_CLIENT_SECRET", "s3cret")
                .read()
                .hasTargets())
        .isTrue();
  }

  @Test
  void without_a_host_the_line_names_the_prefix_that_can_be_set_there() {
    assertThat(arguments("").variable("FOUNDRY_HOSTING_ENVIRONMENT", "foundry").read().whyOff())
        .contains("set foundry.identity.hosts or IDENTITY_AGENT_HOSTS to");
  }

  @Test
  void its_name_for_the_environment_is_shown_on_one_line_without_secrets() {
    assertThat(HostedAgent.environment(Map.of("FOUNDRY_HOSTING_ENVIRONMENT", " a\nb\u001b[2J ")))
        .isEqualTo("a b [2J");
    assertThat(
            HostedAgent.environment(
                Map.of("FOUNDRY_HOSTING_ENVIRONMENT", "https://me:hunter2@x.example/")))
        .doesNotContain("hunter2");
    assertThat(HostedAgent.environment(Map.of("FOUNDRY_HOSTING_ENVIRONMENT", "x".repeat(5000))))
        .hasSizeLessThan(200);
    assertThat(HostedAgent.isHere(Map.of("FOUNDRY_HOSTING_ENVIRONMENT", "  "))).isFalse();
    assertThat(HostedAgent.isHere(Map.of())).isFalse();
  }
}
