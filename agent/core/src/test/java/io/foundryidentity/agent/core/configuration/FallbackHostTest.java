package io.foundryidentity.agent.core.configuration;

import static io.foundryidentity.agent.core.configuration.GivenSources.arguments;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FallbackHostTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"FOUNDRY_RESOURCE_URL", "AZURE_AI_FOUNDRY_RESOURCE_URL", "AZURE_OPENAI_ENDPOINT"})
  void an_applications_own_variable_names_the_host(String variable) {
    Configuration configuration =
        arguments("").variable(variable, "https://res.openai.azure.com/").read();
    assertThat(configuration.targets()).hasToString("[https://res.openai.azure.com:443]");
    assertThat(configuration.warnings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "res.openai.azure.com,                                https://res.openai.azure.com:443",
    "https://RES.services.ai.azure.com/api/projects/p?x,  https://res.services.ai.azure.com:443",
    "https://res.openai.azure.us:8443/openai/v1,          https://res.openai.azure.us:8443",
  })
  void only_scheme_host_and_port_count(String value, String target) {
    assertThat(arguments("").variable("AZURE_OPENAI_ENDPOINT", value).read().targets())
        .hasToString("[" + target + "]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://proxy.example/openai",
        "https://front.azure-api.net/",
        "https://res.openai.azure.com.evil.example/",
        "https://res.openai.azure.com@evil.example/",
        "https://a.b.openai.azure.com/",
        "https://openai.azure.com/",
        "https://*.openai.azure.com/",
        "http://res.openai.azure.com/",
        "http://127.0.0.1:8080/",
        "not a url",
      })
  void any_other_host_is_named_and_not_used(String value) {
    Configuration configuration = arguments("").variable("AZURE_OPENAI_ENDPOINT", value).read();
    assertThat(configuration.hasTargets()).isFalse();
    assertThat(configuration.warnings()).hasSize(1);
    assertThat(configuration.warnings().get(0))
        .startsWith("environment variable AZURE_OPENAI_ENDPOINT=")
        .endsWith("if tokens may go there, set foundry.identity.hosts");
  }

  @Test
  void a_password_or_a_key_in_such_a_variable_is_not_shown() {
    assertThat(
            arguments("")
                .variable("AZURE_OPENAI_ENDPOINT", "https://me:hunter2@x.example/?api-key=s3cret")
                .read()
                .warnings()
                .toString())
        .contains("'https://***@x.example/?***'")
        .doesNotContain("hunter2", "s3cret");
  }

  @Test
  void the_next_variable_is_asked_where_the_first_is_of_no_use() {
    Configuration configuration =
        arguments("")
            .variable("FOUNDRY_RESOURCE_URL", "https://proxy.example/")
            .variable("AZURE_OPENAI_ENDPOINT", "https://res.openai.azure.com/")
            .read();
    assertThat(configuration.targets()).hasToString("[https://res.openai.azure.com:443]");
    assertThat(configuration.warnings()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hosts=own.example", "rule.a.hosts=own.example"})
  void with_hosts_of_its_own_the_agent_reads_no_such_variable(String arguments) {
    Configuration configuration =
        arguments(arguments)
            .variable("AZURE_OPENAI_ENDPOINT", "https://res.openai.azure.com/")
            .variable("FOUNDRY_RESOURCE_URL", "https://proxy.example/")
            .read();
    assertThat(configuration.targets()).hasToString("[https://own.example:443]");
    assertThat(configuration.warnings()).isEmpty();
  }
}
