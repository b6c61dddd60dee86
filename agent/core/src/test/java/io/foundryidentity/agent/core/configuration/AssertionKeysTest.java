package io.foundryidentity.agent.core.configuration;

import static io.foundryidentity.agent.core.configuration.GivenSources.arguments;
import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.core.token.ClientAssertion;
import io.foundryidentity.agent.core.token.Identity;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The keys of {@code credential=federated} and {@code credential=agent-identity}. */
class AssertionKeysTest {

  private static final String APP = "11111111-1111-4111-8111-111111111111";
  private static final String BLUEPRINT = "22222222-2222-4222-8222-222222222222";
  private static final String TENANT = "33333333-3333-4333-8333-333333333333";
  private static final String USER = "44444444-4444-4444-8444-444444444444";

  private static final String FEDERATED =
      "hosts=h,credential=federated,client-id=" + APP + ",tenant-id=" + TENANT + ",";
  private static final String AGENT =
      "hosts=h,credential=agent-identity,client-id=" + APP + ",tenant-id=" + TENANT + ",";

  private static Identity identity(GivenSources sources) {
    return sources.read().rules().get(0).identity();
  }

  private static ClientAssertion assertion(String arguments) {
    return identity(arguments(arguments)).assertion();
  }

  @Test
  void the_system_assigned_managed_identity_gives_the_assertion_by_default() {
    Identity identity = identity(arguments(FEDERATED + "assertion-file="));
    assertThat(identity.credential()).isEqualTo("federated");
    assertThat(identity.assertion())
        .isEqualTo(new ClientAssertion("managed-identity", null, null, null, null));
    assertThat(identity.blueprintClientId()).isNull();
  }

  @Test
  void each_source_of_the_assertion_has_its_keys() {
    assertThat(assertion(FEDERATED + "assertion-client-id=" + USER))
        .isEqualTo(new ClientAssertion("managed-identity", null, USER, null, null));
    assertThat(assertion(FEDERATED + "assertion-resource-id=/subscriptions/s"))
        .isEqualTo(new ClientAssertion("managed-identity", null, null, "/subscriptions/s", null));
    assertThat(assertion(FEDERATED + "assertion=File,assertion-file=/t,audience=api://a"))
        .isEqualTo(new ClientAssertion("file", "api://a", null, null, "/t"));
    assertThat(assertion(FEDERATED + "assertion=github").source()).isEqualTo("github");
  }

  @Test
  void azures_variables_stand_in_for_keys_that_are_not_set() {
    Identity identity =
        identity(
            arguments("hosts=h,credential=agent-identity,assertion=file")
                .variable("AZURE_CLIENT_ID", APP)
                .variable("AZURE_TENANT_ID", TENANT)
                .variable("AZURE_FEDERATED_TOKEN_FILE", "/token")
                .variable("FOUNDRY_AGENT_BLUEPRINT_CLIENT_ID", BLUEPRINT));
    assertThat(identity)
        .isEqualTo(
            new Identity("agent-identity", APP, TENANT, null, null, null)
                .withBlueprint(BLUEPRINT)
                .with(new ClientAssertion("file", null, null, null, "/token")));
  }

  @Test
  void those_variables_count_for_no_other_credential() {
    assertThat(
            identity(
                arguments("hosts=h")
                    .variable("AZURE_FEDERATED_TOKEN_FILE", "/token")
                    .variable("FOUNDRY_AGENT_BLUEPRINT_CLIENT_ID", BLUEPRINT)))
        .isEqualTo(new Identity("default", null, null, null, null, null));
  }

  @Test
  void a_rule_has_its_own() {
    Configuration configuration =
        arguments(
                "hosts=h,rule.a.hosts=a.example,rule.a.credential=federated,rule.a.client-id="
                    + APP
                    + ",rule.a.tenant-id=contoso.example,rule.a.assertion=aws")
            .read();
    assertThat(configuration.rules().get(0).identity().assertion()).isNull();
    assertThat(configuration.rules().get(1).identity().assertion())
        .isEqualTo(new ClientAssertion("aws", null, null, null, null));
  }

  @Test
  void other_assertion_settings_are_another_identity() {
    Identity one = identity(arguments(AGENT + "blueprint-client-id=" + BLUEPRINT));
    assertThat(identity(arguments(AGENT + "blueprint-client-id=" + BLUEPRINT)))
        .isEqualTo(one)
        .hasSameHashCodeAs(one);
    assertThat(identity(arguments(AGENT + "blueprint-client-id=" + USER))).isNotEqualTo(one);
    for (String other :
        List.of("assertion=aws", "audience=api://a", "assertion-client-id=" + USER)) {
      assertThat(identity(arguments(AGENT + other + ",blueprint-client-id=" + BLUEPRINT)))
          .isNotEqualTo(one);
    }
    assertThat(one)
        .hasToString(
            "agent-identity client-id="
                + APP
                + " tenant-id="
                + TENANT
                + " blueprint-client-id="
                + BLUEPRINT
                + " assertion=managed-identity");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "audience=api://a | audience='api://a' (agent argument) has no effect with credential=default (default): remove it, or set credential=federated; what the token itself is for is the key scope",
        "credential=managed-identity,assertion=file | assertion='file' (agent argument) has no effect with credential='managed-identity' (agent argument): remove it, or set credential=federated",
        "credential=workload-identity,assertion-file=/t | assertion-file='/t' (agent argument) has no effect with credential='workload-identity' (agent argument): remove it, or set credential=federated",
        "blueprint-client-id=22222222-2222-4222-8222-222222222222 | blueprint-client-id='22222222-2222-4222-8222-222222222222' (agent argument) has no effect with credential=default (default): remove it, or set credential=agent-identity",
        "credential=federated,tenant-id=a.example | credential='federated' (agent argument) needs client-id: set it to the client id of the app registration",
        "credential=federated,client-id=11111111-1111-4111-8111-111111111111 | credential='federated' (agent argument) needs tenant-id: set it to the tenant of the app registration",
      })
  void what_does_not_go_together_is_named_with_both_keys(String arguments, String line) {
    assertThat(arguments("hosts=h," + arguments).problems()).containsExactly(line);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "assertion=msi | assertion='msi' (agent argument) is not one of managed-identity, file, github, google or aws; the nearest is managed-identity",
        "assertion=gitlab | assertion='gitlab' (agent argument) is not one of managed-identity, file, github, google or aws; the nearest is file",
        "assertion=GitHub-oidc | assertion='GitHub-oidc' (agent argument) is not one of managed-identity, file, github, google or aws; the nearest is github",
        "assertion=h7xq | assertion='***' (agent argument) is not one of managed-identity, file, github, google or aws; the nearest is file",
        "assertion=eyJhbGciOiJSUzI.eyJhdWQiOiJ4Iiwi.cnaturexsig | assertion='***' (agent argument) is not one of managed-identity, file, github, google or aws; the nearest is managed-identity",
        "assertion=QWxhZGRpbjpvcGVuIHN | assertion='***' (agent argument) is not one of managed-identity, file, github, google or aws; the nearest is managed-identity",
        "assertion=gcp | assertion='gcp' (agent argument) is not one of managed-identity, file, github, google or aws; the nearest is google",
        "assertion-file=/t | assertion-file='/t' (agent argument) has no effect with assertion=managed-identity (default): remove it, or set assertion=file",
        "assertion=managed-identity,assertion-file=/t | assertion-file='/t' (agent argument) has no effect with assertion='managed-identity' (agent argument): remove it, or set assertion=file",
        "assertion=file | assertion='file' (agent argument) needs assertion-file: set it to the path of the file that has the token",
        "assertion=github,assertion-client-id=44444444-4444-4444-8444-444444444444 | assertion-client-id='44444444-4444-4444-8444-444444444444' (agent argument) has no effect with assertion='github' (agent argument): remove it, or set assertion=managed-identity",
        "assertion-client-id=44444444-4444-4444-8444-444444444444,assertion-resource-id=/subscriptions/s | assertion-client-id='44444444-4444-4444-8444-444444444444' (agent argument) and assertion-resource-id='/subscriptions/s' (agent argument) both select an identity: set only one",
        "assertion-client-id=x | assertion-client-id='x' (agent argument) is not a GUID such as 11111111-2222-3333-4444-555555555555",
        "assertion-resource-id=x | assertion-resource-id='x' (agent argument) does not begin with /subscriptions/",
        "assertion-client-id=11111111-1111-4111-8111-111111111111 | assertion-client-id='11111111-1111-4111-8111-111111111111' (agent argument) and client-id='11111111-1111-4111-8111-111111111111' (agent argument) are the same: assertion-client-id is that of the managed identity, client-id that of who signs in with its assertion",
        "blueprint-client-id=22222222-2222-4222-8222-222222222222 | blueprint-client-id='22222222-2222-4222-8222-222222222222' (agent argument) has no effect with credential='federated' (agent argument): remove it, or set credential=agent-identity",
      })
  void mistakes_beside_credential_federated(String arguments, String line) {
    assertThat(arguments(FEDERATED + arguments).problems()).containsExactly(line);
  }

  @Test
  void ids_of_a_managed_identity_are_not_those_of_an_app_registration() {
    String ids = "hosts=h,credential=federated,tenant-id=a.example,";
    assertThat(arguments(ids + "object-id=" + USER).problems())
        .containsExactly(
            "object-id='"
                + USER
                + "' (agent argument) has no effect with credential='federated' (agent argument):"
                + " remove it, and set client-id to the client id of the app registration",
            "credential='federated' (agent argument) needs client-id: set it to the client id of"
                + " the app registration");
    assertThat(arguments(ids + "resource-id=/subscriptions/s").problems())
        .first()
        .asString()
        .contains("resource-id='/subscriptions/s'", "credential='federated'")
        .endsWith(
            "set assertion-resource-id if it is the managed identity that gives the assertion");
  }

  @Test
  void an_agent_identity_needs_a_blueprint_which_is_another_one() {
    assertThat(arguments(AGENT + "assertion=file,assertion-file=/t").problems())
        .containsExactly(
            "credential='agent-identity' (agent argument) needs blueprint-client-id: set it to the"
                + " client id of the agent's blueprint");
    assertThat(arguments(AGENT + "blueprint-client-id=" + APP).problems())
        .containsExactly(
            "blueprint-client-id='"
                + APP
                + "' (agent argument) and client-id='"
                + APP
                + "' (agent argument) are the same: client-id is that of the agent identity,"
                + " blueprint-client-id that of its blueprint");
    assertThat(arguments(AGENT + "blueprint-client-id=x").problems())
        .singleElement()
        .asString()
        .contains("is not a GUID");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "assertion-client-id=44444444-4444-4444-8444-444444444444",
        "assertion-resource-id=/subscriptions/s"
      })
  void a_hosted_agent_has_no_other_managed_identity_for_the_assertion(String id) {
    String key = id.substring(0, id.indexOf('='));
    assertThat(
            arguments(FEDERATED + id).variable("FOUNDRY_HOSTING_ENVIRONMENT", "foundry").problems())
        .singleElement()
        .asString()
        .startsWith(key + "=")
        .contains("cannot be used in a hosted agent")
        .endsWith("remove " + key);
    assertThat(
            arguments(FEDERATED + "assertion=managed-identity")
                .variable("FOUNDRY_HOSTING_ENVIRONMENT", "foundry")
                .read()
                .hasTargets())
        .isTrue();
  }

  @Test
  void the_hosted_agents_own_client_id_is_accepted_for_the_assertion() {
    assertThat(
            arguments(FEDERATED + "assertion-client-id=" + USER)
                .variable("FOUNDRY_HOSTING_ENVIRONMENT", "foundry")
                .variable("FOUNDRY_AGENT_INSTANCE_CLIENT_ID", USER)
                .read()
                .hasTargets())
        .isTrue();
  }

  @Test
  void a_gateways_endpoint_gives_no_assertion() {
    assertThat(
            arguments(FEDERATED + "assertion=managed-identity")
                .variable(
                    "IDENTITY_ENDPOINT", "http://127.0.0.1:1" + Configuration.GATEWAY_IDENTITY_PATH)
                .problems())
        .singleElement()
        .asString()
        .contains("is that of a gateway");
  }

  @Test
  void the_source_of_each_is_told_where_it_counts_only() {
    GivenSources other =
        arguments("hosts=h")
            .variable("AZURE_FEDERATED_TOKEN_FILE", "/token")
            .variable("FOUNDRY_AGENT_BLUEPRINT_CLIENT_ID", BLUEPRINT);
    assertThat(Origins.read(other))
        .extracting(Origin::key)
        .doesNotContain("assertion", "assertion-file", "blueprint-client-id");
    GivenSources agent =
        arguments("hosts=h,credential=agent-identity,assertion=file")
            .variable("AZURE_FEDERATED_TOKEN_FILE", "/token")
            .variable("FOUNDRY_AGENT_BLUEPRINT_CLIENT_ID", BLUEPRINT);
    assertThat(Origins.read(agent))
        .extracting(Origin::key)
        .contains("assertion", "assertion-file", "blueprint-client-id");
    assertThat(Origins.read(arguments("hosts=h,credential=federated")))
        .extracting(Origin::key)
        .contains("assertion")
        .doesNotContain("assertion-file", "blueprint-client-id");
  }
}
