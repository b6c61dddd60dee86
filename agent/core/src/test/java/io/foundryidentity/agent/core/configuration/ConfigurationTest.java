package io.foundryidentity.agent.core.configuration;

import static io.foundryidentity.agent.core.configuration.GivenSources.arguments;
import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.core.token.Identity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationTest {

  private static Rule onlyRule(Configuration configuration) {
    assertThat(configuration.rules()).hasSize(1);
    return configuration.rules().get(0);
  }

  private static Identity identity(GivenSources sources) {
    return onlyRule(sources.read()).identity();
  }

  @Test
  void with_nothing_set_there_are_defaults_and_no_target() {
    Configuration configuration = arguments("").read();
    assertThat(configuration.hasTargets()).isFalse();
    assertThat(configuration.enabled()).isTrue();
    assertThat(configuration.dryRun()).isFalse();
    assertThat(configuration.onFailure()).isEqualTo(OnFailure.PASS);
    assertThat(configuration.existingBearer()).isEqualTo(ExistingBearer.REPLACE);
    assertThat(configuration.prefetch()).isEqualTo(Prefetch.FIRST_HIT);
    assertThat(configuration.tokenWaitMillis()).isEqualTo(30_000);
    assertThat(configuration.clientEnabled("okhttp")).isTrue();
    assertThat(configuration.keepHeaders()).isEmpty();
    assertThat(configuration.logLevel()).isEqualTo("info");
    assertThat(configuration.logFile()).isNull();
    assertThat(configuration.warnings())
        .containsExactly(
            "no host is configured: set foundry.identity.hosts or FOUNDRY_IDENTITY_HOSTS to the"
                + " host of your Azure AI Foundry resource");
  }

  @Test
  void a_host_alone_is_enough() {
    Rule rule = onlyRule(arguments("hosts=res.openai.azure.com").read());
    assertThat(rule.name()).isEqualTo("default");
    assertThat(rule.targets()).hasToString("[https://res.openai.azure.com:443]");
    assertThat(rule.scope()).isNull();
    assertThat(rule.identity()).isEqualTo(new Identity("default", null, null, null, null, null));
  }

  @Test
  void a_piece_without_a_key_continues_the_value_before_it() {
    Configuration configuration =
        arguments(
                "hosts=a.example, b.example,,client-id=a0000000-0000-0000-0000-000000000001,clients=okhttp,-x,log-file=/a,b=c")
            .read();
    assertThat(configuration.targets())
        .hasToString("[https://a.example:443, https://b.example:443]");
    assertThat(onlyRule(configuration).identity().clientId())
        .isEqualTo("a0000000-0000-0000-0000-000000000001");
    assertThat(configuration.logFile()).isEqualTo("/a,b=c");
  }

  @Test
  void an_argument_beats_a_property_which_beats_a_variable() {
    GivenSources sources =
        arguments("client-id=a0000000-0000-0000-0000-000000000001,hosts=h")
            .property("foundry.identity.client-id", "property")
            .property("foundry.identity.tenant-id", "property.example")
            .variable("FOUNDRY_IDENTITY_CLIENT_ID", "variable")
            .variable("FOUNDRY_IDENTITY_TENANT_ID", "variable")
            .variable("FOUNDRY_IDENTITY_AUTHORITY_HOST", "https://variable.example/");
    assertThat(identity(sources))
        .isEqualTo(
            new Identity(
                "default",
                "a0000000-0000-0000-0000-000000000001",
                "property.example",
                null,
                null,
                "https://variable.example/"));
  }

  @Test
  void an_empty_value_is_none() {
    Configuration configuration =
        arguments("hosts=")
            .variable("FOUNDRY_IDENTITY_HOSTS", "from.example")
            .variable("FOUNDRY_IDENTITY_CLIENT_ID", " ")
            .variable("AZURE_CLIENT_ID", "")
            .variable("AZURE_TENANT_ID", " ")
            .variable("AZURE_AUTHORITY_HOST", "")
            .read();
    assertThat(configuration.targets()).hasToString("[https://from.example:443]");
    assertThat(onlyRule(configuration).identity())
        .isEqualTo(new Identity("default", null, null, null, null, null));
  }

  @ParameterizedTest
  @CsvSource({"default", "managed-identity", "workload-identity", "environment", "Azure-CLI"})
  void every_kind_of_credential_can_be_named(String credential) {
    assertThat(identity(arguments("hosts=h,credential=" + credential)).credential())
        .isEqualToIgnoringCase(credential);
  }

  @Test
  void the_variables_of_azure_identity_stand_in_for_keys_that_are_not_set() {
    GivenSources sources =
        arguments("hosts=h")
            .variable("AZURE_CLIENT_ID", "client")
            .variable("AZURE_TENANT_ID", "tenant")
            .variable("AZURE_AUTHORITY_HOST", "https://login.microsoftonline.us/");
    assertThat(identity(sources))
        .isEqualTo(
            new Identity(
                "default", "client", "tenant", null, null, "https://login.microsoftonline.us/"));
  }

  @ParameterizedTest
  @CsvSource({
    "object-id=a0000000-0000-0000-0000-000000000001",
    "resource-id=/subscriptions/x",
    "credential=azure-cli"
  })
  void the_client_id_variable_gives_way_to_another_choice_of_identity(String choice) {
    GivenSources sources = arguments("hosts=h," + choice).variable("AZURE_CLIENT_ID", "client");
    assertThat(identity(sources).clientId()).isNull();
  }

  @Test
  void each_choice_is_read() {
    Configuration configuration =
        arguments(
                "on-failure=FAIL,token-wait=500ms,existing-bearer=keep,prefetch=startup,"
                    + "keep-headers=Ocp-Apim-Subscription-Key,api-key,log-level=debug,"
                    + "log-file=/tmp/agent.log,dry-run=true,scope=api://x/.default,hosts=h")
            .read();
    assertThat(configuration.onFailure()).isEqualTo(OnFailure.FAIL);
    assertThat(configuration.tokenWaitMillis()).isEqualTo(500);
    assertThat(configuration.existingBearer()).isEqualTo(ExistingBearer.KEEP);
    assertThat(configuration.prefetch()).isEqualTo(Prefetch.STARTUP);
    assertThat(configuration.keepHeaders()).containsExactly("ocp-apim-subscription-key", "api-key");
    assertThat(configuration.logLevel()).isEqualTo("debug");
    assertThat(configuration.logFile()).isEqualTo("/tmp/agent.log");
    assertThat(configuration.dryRun()).isTrue();
    assertThat(onlyRule(configuration).scope()).isEqualTo("api://x/.default");
  }

  @Test
  void prefetch_can_be_never_and_scope_can_be_auto() {
    Configuration configuration = arguments("prefetch=never,scope=auto,hosts=h").read();
    assertThat(configuration.prefetch()).isEqualTo(Prefetch.NEVER);
    assertThat(onlyRule(configuration).scope()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"0s, 0", "500ms, 500", "30s, 30000", "2m, 120000", "10M, 600000", "600s, 600000"})
  void a_duration_has_a_unit(String text, long millis) {
    assertThat(arguments("token-wait=" + text).read().tokenWaitMillis()).isEqualTo(millis);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "all               | true  | true",
        "okhttp            | true  | false",
        "OkHttp,other      | true  | true",
        "-okhttp           | false | true",
        "all,-okhttp       | false | true",
        "okhttp,-okhttp    | false | false",
      })
  void clients_are_switched_by_name(String clients, boolean okhttp, boolean other) {
    Configuration configuration = arguments("clients=" + clients).read();
    assertThat(configuration.clientEnabled("okhttp")).isEqualTo(okhttp);
    assertThat(configuration.clientEnabled("other")).isEqualTo(other);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "all               | false",
        "other             | false",
        "all,okhttp        | true",
        "okhttp            | true",
        "okhttp,-okhttp    | false",
      })
  void a_client_may_be_named_beside_all(String clients, boolean okhttp) {
    Configuration configuration = arguments("clients=" + clients).read();
    assertThat(configuration.clientNamed("okhttp")).isEqualTo(okhttp);
  }

  @Test
  void a_rule_has_hosts_and_an_identity_of_its_own() {
    Configuration configuration =
        arguments(
                "hosts=a.example,client-id=a0000000-0000-0000-0000-000000000001,rule.Team2.hosts=b.example,c.example")
            .property(
                "foundry.identity.rule.team2.client-id", "b0000000-0000-0000-0000-000000000002")
            .variable("FOUNDRY_IDENTITY_RULE_TEAM2_TENANT_ID", "tenant.example")
            .variable("FOUNDRY_IDENTITY_RULE_TEAM2_SCOPE", "api://x/.default")
            .read();
    assertThat(configuration.rules()).extracting(Rule::name).containsExactly("default", "team2");
    Rule team = configuration.rules().get(1);
    assertThat(team.targets()).hasToString("[https://b.example:443, https://c.example:443]");
    assertThat(team.scope()).isEqualTo("api://x/.default");
    assertThat(team.identity())
        .isEqualTo(
            new Identity(
                "default",
                "b0000000-0000-0000-0000-000000000002",
                "tenant.example",
                null,
                null,
                null));
    assertThat(configuration.rules().get(0).identity().clientId())
        .isEqualTo("a0000000-0000-0000-0000-000000000001");
  }

  @Test
  void a_host_twice_in_one_rule_is_once() {
    assertThat(arguments("hosts=a.example,A.example.,https://a.example:443/").read().targets())
        .hasToString("[https://a.example:443]");
  }

  @Test
  void a_wildcard_is_warned_about() {
    assertThat(arguments("hosts=*.openai.azure.com").read().warnings())
        .containsExactly(
            "hosts (agent argument): '*.openai.azure.com' also covers other people's"
                + " resources: who receives a request there can use its token; list your own hosts"
                + " instead if you can");
  }

  @Test
  void switched_off_it_is_silent_whatever_else_is_wrong() {
    Configuration configuration =
        arguments("hosts=http://x,nonsense=1").variable("FOUNDRY_IDENTITY_ENABLED", "false").read();
    assertThat(configuration.enabled()).isFalse();
    assertThat(configuration.hasTargets()).isFalse();
    assertThat(configuration.warnings()).isEmpty();
  }

  @Test
  void why_it_is_off_is_told_with_the_source() {
    assertThat(arguments("hosts=h").read().whyOff()).isNull();
    assertThat(arguments("").variable("FOUNDRY_IDENTITY_ENABLED", "false").read().whyOff())
        .isEqualTo("enabled=false (environment variable FOUNDRY_IDENTITY_ENABLED)");
    assertThat(arguments("").read().whyOff()).startsWith("no host is configured: set ");
    assertThat(
            arguments("")
                .variable("AZURE_OPENAI_ENDPOINT", "https://proxy.example")
                .read()
                .whyOff())
        .contains("AZURE_OPENAI_ENDPOINT='https://proxy.example'", "foundry.identity.hosts");
  }

  @Test
  void the_sources_of_all_settings_but_hosts_are_named_once_each() {
    assertThat(
            arguments("hosts=h,dry-run=true,clients=okhttp")
                .variable("FOUNDRY_IDENTITY_PREFETCH", "never")
                .read()
                .otherSources())
        .isEqualTo("agent argument, environment variable");
    assertThat(arguments("hosts=h").read().otherSources()).isEmpty();
  }

  @Test
  void the_level_warning_of_other_loggers_is_warn() {
    assertThat(arguments("hosts=h,log-level=WARNING").read().logLevel()).isEqualTo("warn");
  }

  @Test
  void lines_of_the_log_can_be_json() {
    assertThat(arguments("hosts=h").read().logsJson()).isFalse();
    assertThat(arguments("hosts=h,log-format=json").read().logsJson()).isTrue();
  }

  @Test
  void a_scope_without_default_is_a_warning_with_the_right_value() {
    Configuration configuration =
        arguments("hosts=h,scope=https://cognitiveservices.azure.com/").read();
    assertThat(onlyRule(configuration).scope()).isEqualTo("https://cognitiveservices.azure.com/");
    assertThat(configuration.warnings())
        .containsExactly(
            "scope='https://cognitiveservices.azure.com/' (agent argument) does not end with"
                + " /.default, as Entra ID requires: set it to"
                + " 'https://cognitiveservices.azure.com/.default'");
    assertThat(arguments("hosts=h,scope=api://x/.default").read().warnings()).isEmpty();
  }

  @Test
  void an_odd_id_in_a_variable_of_azure_is_used_with_a_warning() {
    Configuration configuration =
        arguments("hosts=h,rule.b.hosts=i")
            .variable("AZURE_CLIENT_ID", "mine")
            .variable("AZURE_TENANT_ID", "contoso.onmicrosoft.com")
            .read();
    assertThat(configuration.rules().get(0).identity().clientId()).isEqualTo("mine");
    assertThat(configuration.warnings())
        .hasSize(2)
        .first()
        .asString()
        .startsWith(
            "client-id='mine' (environment variable AZURE_CLIENT_ID) is not a GUID such as ");
  }
}
