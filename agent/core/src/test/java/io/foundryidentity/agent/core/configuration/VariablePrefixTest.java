package io.foundryidentity.agent.core.configuration;

import static io.foundryidentity.agent.core.configuration.GivenSources.arguments;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The two prefixes under which a variable sets a key. */
class VariablePrefixTest {

  private static final String ID = "aaaaaaaa-1111-2222-3333-444444444444";

  @ParameterizedTest
  @EnumSource
  void each_key_can_be_written_under_either(Key key) {
    String variable = key.variable(KeyNames.OTHER_VARIABLE_PREFIX, "");

    assertThat(variable).startsWith("IDENTITY_AGENT_");
    // Read as the key: where a value is a mistake, the mistake names the variable
    assertThat(Origins.read(arguments("").variable(variable, "x")))
        .anySatisfy(
            origin -> {
              assertThat(origin.key()).isEqualTo(key.id());
              assertThat(origin.source()).isEqualTo("environment variable " + variable);
            });
  }

  @Test
  void a_rules_too() {
    Configuration configuration =
        arguments("")
            .variable("IDENTITY_AGENT_RULE_SEARCH_HOSTS", "search.openai.azure.com")
            .variable("FOUNDRY_IDENTITY_RULE_SEARCH_CLIENT_ID", ID)
            .read();

    assertThat(configuration.rules()).hasSize(1);
    assertThat(configuration.rules().get(0).name()).isEqualTo("search");
    assertThat(configuration.rules().get(0).identity().clientId()).isEqualTo(ID);
    assertThat(configuration.rules().get(0).hostsSource())
        .isEqualTo("environment variable IDENTITY_AGENT_RULE_SEARCH_HOSTS");
  }

  @ParameterizedTest
  @CsvSource({
    "prefetch=never, foundry.identity.prefetch, startup, NEVER",
    "'',             foundry.identity.prefetch, startup, STARTUP",
    "'',             foundry.identity.enabled,  true,    FIRST_HIT",
  })
  void arguments_and_properties_are_stronger(
      String arguments, String property, String value, Prefetch prefetch) {
    GivenSources sources =
        arguments(arguments)
            .property(property, value)
            .variable("IDENTITY_AGENT_HOSTS", "h.example");
    if (prefetch != Prefetch.FIRST_HIT) {
      sources
          .variable("IDENTITY_AGENT_PREFETCH", "first-hit")
          .variable("FOUNDRY_IDENTITY_PREFETCH", "never");
    }
    assertThat(sources.read().prefetch()).isEqualTo(prefetch);
  }

  @Test
  void the_same_value_under_both_is_no_mistake() {
    assertThat(
            arguments("")
                .variable("FOUNDRY_IDENTITY_HOSTS", "h.example")
                .variable("IDENTITY_AGENT_HOSTS", " h.example ")
                .read()
                .targets())
        .hasToString("[https://h.example:443]");
  }

  @Test
  void an_empty_value_under_one_counts_as_none() {
    assertThat(
            arguments("")
                .variable("FOUNDRY_IDENTITY_HOSTS", " ")
                .variable("IDENTITY_AGENT_HOSTS", "h.example")
                .read()
                .targets())
        .hasToString("[https://h.example:443]");
    assertThat(
            arguments("")
                .variable("FOUNDRY_IDENTITY_HOSTS", "h.example")
                .variable("IDENTITY_AGENT_HOSTS", "")
                .read()
                .targets())
        .hasToString("[https://h.example:443]");
  }

  @Test
  void two_values_for_one_key_are_refused_in_a_line_that_names_both() {
    assertThat(
            arguments("")
                .variable("FOUNDRY_IDENTITY_HOSTS", "a.example")
                .variable("IDENTITY_AGENT_HOSTS", "b.example")
                .problems())
        .containsExactly(
            "hosts='a.example' (environment variable FOUNDRY_IDENTITY_HOSTS) and environment"
                + " variable IDENTITY_AGENT_HOSTS='b.example' are two values for one key: remove one"
                + " of the two variables");
  }

  @Test
  void such_a_line_shows_no_password() {
    assertThat(
            arguments("")
                .variable("FOUNDRY_IDENTITY_HOSTS", "https://a:hunter2@a.example")
                .variable("IDENTITY_AGENT_HOSTS", "https://a:hunter3@a.example")
                .problems()
                .toString())
        .contains("IDENTITY_AGENT_HOSTS")
        .doesNotContain("hunter");
  }

  @Test
  void switched_off_under_either_is_off() {
    for (String off : new String[] {"FOUNDRY_IDENTITY_ENABLED", "IDENTITY_AGENT_ENABLED"}) {
      Configuration configuration = arguments("hosts=h.example").variable(off, "false").read();
      assertThat(configuration.enabled()).isFalse();
      assertThat(configuration.whyOff())
          .isEqualTo("enabled=false (environment variable " + off + ")");
    }
  }

  @Test
  void an_unknown_name_is_answered_under_the_prefix_it_was_written_with() {
    assertThat(arguments("hosts=h.example").variable("IDENTITY_AGENT_HOST", "x").read().warnings())
        .containsExactly(
            "'host' (environment variable IDENTITY_AGENT_HOST) is not a key of this agent; the"
                + " nearest valid one is IDENTITY_AGENT_HOSTS");
  }

  @Test
  void a_mistake_names_the_variable_that_is_set() {
    assertThat(arguments("").variable("IDENTITY_AGENT_ON_FAILURE", "fial").problems())
        .containsExactly(
            "on-failure='fial' (environment variable IDENTITY_AGENT_ON_FAILURE) is not one of pass"
                + " or fail; the nearest is fail");
  }

  @ParameterizedTest
  @CsvSource({
    "FOUNDRY_IDENTITY_HOSTS, FOUNDRY_IDENTITY_CLIENT_ID",
    "IDENTITY_AGENT_HOSTS,   IDENTITY_AGENT_CLIENT_ID",
  })
  void a_rule_names_other_variables_in_the_same_way(String hosts, String clientId) {
    assertThat(
            arguments("")
                .variable(hosts, "h.example")
                .read()
                .rules()
                .get(0)
                .variable(Key.CLIENT_ID))
        .isEqualTo(clientId);
  }

  @Test
  void a_platforms_variable_with_a_similar_name_is_not_a_setting() {
    assertThat(
            arguments("hosts=h.example")
                .variable("IDENTITY_ENDPOINT", "http://127.0.0.1:1/x")
                .variable("IDENTITY_HEADER", "x")
                .variable("AGENT_HOSTS", "y")
                .read()
                .warnings())
        .isEmpty();
  }
}
