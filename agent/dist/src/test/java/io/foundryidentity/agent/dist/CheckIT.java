package io.foundryidentity.agent.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.simulator.EndpointBehaviour;
import io.foundryidentity.simulator.HeldPort;
import io.foundryidentity.simulator.IdentityKind;
import io.foundryidentity.simulator.ReceivedRequest;
import io.foundryidentity.simulator.Refusal;
import io.foundryidentity.simulator.Simulator;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code java -jar foundry-identity-agent.jar check}: every cause, by the service's own words. */
@Tag("long")
class CheckIT {

  private static final String RESOURCE = "https://contoso.openai.azure.com";
  private static final String PROJECT = "https://contoso.services.ai.azure.com/api/projects/search";

  private Simulator simulator = Simulator.builder().start();

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void a_target_that_takes_the_identity_gets_a_tick_at_every_step() {
    ChildJvm.Ended ended = check(RESOURCE).run();

    assertThat(ended.exit()).as(ended.out() + ended.err()).isZero();
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out())
        .contains("hosts='" + RESOURCE + "' (command line)")
        .contains("defaults: credential=default, scope=auto")
        .contains(RESOURCE + ":443\n")
        .containsPattern("✓ name +resolved by the proxy 127.0.0.1:[0-9]+")
        .containsPattern("✓ connection +TLSv1.3, certificate by .*through the proxy")
        .containsPattern("✓ sign-in +ManagedIdentityCredential")
        .contains("tried: EnvironmentCredential: not set: AZURE_CLIENT_ID AZURE_TENANT_ID")
        .containsPattern("✓ token +for https://cognitiveservices.azure.com; (59|60) min left")
        .contains("tenant " + simulator.identity().tenantId())
        .contains("object id " + simulator.identity().systemAssignedObjectId())
        .containsPattern("✓ call +GET /openai/v1/models answered 200")
        .contains("all is well")
        .doesNotContain("\u001b");
    assertThat(only().method() + only().path()).isEqualTo("GET/openai/v1/models");
    assertNoToken(ended);
  }

  @Test
  void a_project_is_asked_under_its_own_path_and_for_its_own_audience() {
    ChildJvm.Ended ended = check(PROJECT).run();

    assertThat(ended.exit()).as(ended.out()).isZero();
    assertThat(ended.out()).contains("for https://ai.azure.com;");
    assertThat(only().path()).isEqualTo("/api/projects/search/openai/v1/models");
  }

  @Test
  void scripts_get_one_line_of_json() {
    simulator.foundry().denyRole();

    ChildJvm.Ended ended = check("--json", RESOURCE).run();

    assertThat(ended.exit()).isEqualTo(5);
    assertThat(ended.out().trim())
        .startsWith("{\"configuration\":[{\"key\":\"hosts\"")
        .doesNotContain("\n");
    assertThat(ended.out())
        .contains("\"step\":\"call\",\"state\":\"failed\"", "\"cause\":\"role-missing\"")
        .contains("\"objectId\":\"" + simulator.identity().systemAssignedObjectId() + "\"")
        .contains("\"status\":401,\"code\":\"PermissionDenied\"")
        .contains("\"exitCode\":5}");
    assertNoToken(ended);
  }

  @Test
  void a_missing_role_ends_with_the_command_that_gives_it() {
    simulator.foundry().denyRole();

    ChildJvm.Ended ended = check(RESOURCE).run();

    assertThat(ended.exit()).isEqualTo(5);
    assertThat(ended.out())
        .containsPattern("✗ call +GET /openai/v1/models answered 401 PermissionDenied")
        .contains("role-missing: ")
        .contains(
            "      az role assignment create --assignee-object-id "
                + simulator.identity().systemAssignedObjectId()
                + " --assignee-principal-type ServicePrincipal --role"
                + " 5e0bd9bd-7b93-4f28-af87-19fc36ad61bd --scope \"$(az cognitiveservices account"
                + " list --query \"[?properties.customSubDomainName=='contoso'].[id]\" --output"
                + " tsv)\"\n");
  }

  @Test
  void in_a_project_it_is_another_role() {
    simulator.foundry().denyRole();

    assertThat(check(PROJECT).run().out())
        .contains(
            "--role 53ca6127-db72-4e31-b599-04dc5da150b4 ", "--output tsv)/projects/search\"");
  }

  @ParameterizedTest
  @CsvSource({
    "KEYS_DISABLED, key-disabled, unset FOUNDRY_IDENTITY_KEEP_HEADERS",
    "PUBLIC_ACCESS_DISABLED, public-access-disabled, az network private-dns link vnet create",
    "NETWORK_RULES, network-rules, az cognitiveservices account network-rule add",
    "SUBDOMAIN_MISSING, subdomain-missing, az cognitiveservices account update",
    "SUBSCRIPTION_KEY_MISSING, subscription-key-missing, -Dfoundry.identity.keep-headers=ocp-apim",
    "FORBIDDEN, forbidden, ''",
  })
  void what_the_resource_or_its_front_refuses_is_explained(
      Refusal refusal, String cause, String remedy) {
    simulator.foundry().refuseAll(refusal);

    failsWith(5, cause, remedy, check(RESOURCE).run());
  }

  @Test
  void a_wrong_audience_ends_with_the_scope_to_set() {
    simulator.foundry().audiences("https://cognitiveservices.azure.com");

    ChildJvm.Ended ended =
        check(RESOURCE)
            .environment("FOUNDRY_IDENTITY_SCOPE", "https://ai.azure.com/.default")
            .run();

    failsWith(
        5,
        "wrong-audience",
        "-Dfoundry.identity.scope=https://cognitiveservices.azure.com/.default",
        ended);
    assertThat(ended.out())
        .contains(
            "scope='https://ai.azure.com/.default' (environment variable FOUNDRY_IDENTITY_SCOPE)");
  }

  @Test
  void with_scope_auto_the_other_scope_is_tried_as_the_agent_does() {
    simulator.foundry().audiences("https://ai.azure.com");

    ChildJvm.Ended ended = check(RESOURCE).run();

    assertThat(ended.exit()).as(ended.out()).isZero();
    assertThat(ended.out())
        .containsPattern("! call +GET .* answered 401, and with the other scope 200")
        .contains("    other-scope: ", "accepts one for https://ai.azure.com/.default")
        .contains("all is well");
    assertThat(simulator.foundry().requests()).hasSize(2);
    assertNoToken(ended);
  }

  @Test
  void a_resource_of_another_tenant_names_it() {
    String theirs = "99999999-0000-4000-8000-0000000000bb";
    simulator.foundry().belongTo(theirs);
    Map<String, String> principal = simulator.identity().environment(IdentityKind.CLIENT_SECRET);

    failsWith(
        5,
        "tenant-mismatch",
        "-Dfoundry.identity.tenant-id=" + theirs,
        check(RESOURCE).environment(principal).run());
    assertThat(check(RESOURCE).run().out())
        .as("a managed identity cannot use that")
        .contains("    tenant-mismatch: ")
        .doesNotContain("-Dfoundry.identity.tenant-id=");
  }

  @Test
  void a_clock_that_is_behind_is_told_by_the_token_and_by_the_target() {
    simulator.close();
    simulator =
        Simulator.builder().clock(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(20))).start();

    ChildJvm.Ended ended = check(RESOURCE).run();

    assertThat(ended.out())
        .containsPattern("! token ")
        .containsPattern("! call ")
        .containsPattern("clock-skew: This machine's clock is (19|20) min behind")
        .contains("sudo timedatectl set-ntp true");
  }

  @Test
  void a_token_that_the_clock_makes_refused_is_told_so() {
    simulator.close();
    simulator =
        Simulator.builder().clock(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-20))).start();
    simulator.foundry().refuseNext(2);

    failsWith(5, "clock-skew", "sudo chronyc makestep", check(RESOURCE).run());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "404|application/json|{\"error\":{\"code\":\"404\",\"message\":\"No\"}}|not-found",
        "302|text/html|''|redirected",
        "429|application/json|{\"error\":{\"code\":\"429\",\"message\":\"No\"}}|throttled",
        "503|text/html|<h1>down</h1>|service-fails",
        "200|text/html|<html>a portal</html>|no-model-list",
        "200|application/json|{\"status\":\"ok\"}|no-model-list",
      })
  void only_an_answer_of_the_model_api_gets_a_tick(
      int status, String type, String body, String cause) throws Exception {
    String answer =
        "HTTP/1.1 "
            + status
            + " X\r\nContent-Type: "
            + type
            + "\r\nLocation: https://login.example/x\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body;
    try (FixedAnswer target = new FixedAnswer(answer)) {
      ChildJvm.Ended ended = direct(target.url()).run();

      failsWith(6, cause, "", ended);
      assertThat(ended.out()).containsPattern("✗ call +GET .* answered " + status);
    }
  }

  @Test
  void a_redirect_to_a_stranger_is_not_followed() throws Exception {
    String elsewhere = "https://127.0.0.1:" + simulator.stranger().port() + "/openai/v1/models";
    try (FixedAnswer target =
        new FixedAnswer(
            "HTTP/1.1 307 X\r\nLocation: " + elsewhere + "\r\nContent-Length: 0\r\n\r\n")) {
      failsWith(6, "redirected", "", direct("--model", "gpt-4o", target.url()).run());
    }
    assertThat(simulator.stranger().requests()).isEmpty();
  }

  @Test
  void a_model_is_not_called_by_a_path_that_is_not_a_target() {
    ChildJvm.Ended ended = check("--model", "gpt-4o", RESOURCE + "/openai/v1/models").run();

    assertThat(ended.out()).contains("does not cover /openai/v1/chat/completions");
    assertThat(only().method() + only().path()).isEqualTo("GET/openai/v1/models");
  }

  @Test
  void a_path_that_is_not_there_is_no_refusal() {
    ChildJvm.Ended ended = check(RESOURCE + "/front/anything").run();

    failsWith(6, "not-found", "", ended);
  }

  @Test
  void a_model_is_called_for_a_few_tokens_and_says_what_it_cost() {
    ChildJvm.Ended ended = check("--model", "gpt-4o", RESOURCE).run();

    assertThat(ended.exit()).as(ended.out()).isZero();
    assertThat(ended.out())
        .containsPattern(
            "✓ model +POST /openai/v1/chat/completions \\(gpt-4o\\) answered 200; it cost [0-9]+"
                + " tokens");
    assertNoToken(ended);
  }

  @Test
  void a_deployment_without_chat_completions_is_called_by_the_responses_api() throws Exception {
    String no = "{\"error\":{\"code\":\"OperationNotSupported\",\"message\":\"No chat\"}}";
    String list = "{\"data\":[]}";
    String yes = "{\"output\":[],\"usage\":{\"total_tokens\":21}}";
    try (FixedAnswer target =
        new FixedAnswer(
            FixedAnswer.json(200, list),
            FixedAnswer.json(400, no),
            FixedAnswer.json(400, no),
            FixedAnswer.json(200, yes))) {
      ChildJvm.Ended ended = direct("--model", "codex", target.url()).run();

      assertThat(ended.exit()).as(ended.out()).isZero();
      assertThat(ended.out())
          .contains("POST /openai/v1/responses (codex) answered 200; it cost 21 tokens");
    }
  }

  @Test
  void a_deployment_that_does_not_exist_is_told() throws Exception {
    String unknown = "{\"error\":{\"code\":\"DeploymentNotFound\",\"message\":\"No\"}}";
    try (FixedAnswer target =
        new FixedAnswer(FixedAnswer.json(200, "{\"data\":[]}"), FixedAnswer.json(404, unknown))) {
      failsWith(6, "model-unknown", "", direct("--model", "nope", target.url()).run());
    }
  }

  @Test
  void offline_only_the_configuration_is_checked() {
    ChildJvm.Ended good = check("--offline", RESOURCE).run();

    assertThat(good.exit()).as(good.out() + good.err()).isZero();
    assertThat(good.out())
        .contains(
            "hosts='" + RESOURCE + "'",
            "the configuration is valid; files, network and identity were not checked")
        .doesNotContain("sign-in");
    assertThat(simulator.foundry().requests()).isEmpty();
    assertThat(simulator.identity().requests()).isEmpty();
    assertThat(simulator.proxy().requests()).isEmpty();
    assertThat(check("--offline", "http://contoso.openai.azure.com").run().exit()).isEqualTo(2);
  }

  @Test
  void a_proxy_that_only_the_variable_names_is_a_failure_with_the_flags_to_give() {
    ChildJvm.Ended ended =
        direct(RESOURCE)
            .environment("HTTPS_PROXY", proxy())
            .environment("NO_PROXY", "localhost")
            .run();

    failsWith(
        3,
        "proxy-variable-only",
        "      -Dhttps.proxyHost=127.0.0.1 -Dhttps.proxyPort=" + simulator.proxy().port() + "\n",
        ended);
    assertThat(ended.out())
        .containsPattern("✗ connection +TLSv1.3, .*, but not with the JVM's own settings")
        .as("the rest is checked by the way that works")
        .containsPattern("✓ call +GET /openai/v1/models answered 200");
  }

  @Test
  void a_variable_beside_a_direct_way_that_works_is_told() {
    ChildJvm.Ended ended =
        direct("https://localhost:" + simulator.foundry().port())
            .environment("HTTPS_PROXY", proxy())
            .run();

    assertThat(ended.exit()).as(ended.out()).isZero();
    assertThat(ended.out()).contains("most Java clients do not read it and connect directly");
  }

  @Test
  void a_name_that_does_not_resolve_is_told() {
    ChildJvm.Ended ended = direct("https://no-such-resource.invalid").run();

    failsWith(3, "name-unknown", "nslookup no-such-resource.invalid", ended);
    assertThat(ended.out()).contains("✓ sign-in", "- call        there is no connection");
  }

  @Test
  void a_port_where_nobody_listens_is_told() throws Exception {
    try (HeldPort port = new HeldPort()) {
      ChildJvm.Ended ended = direct("https://127.0.0.1:" + port.number()).run();

      failsWith(3, "connection-refused", "", ended);
    }
  }

  @Test
  void an_authority_that_the_jvm_does_not_trust_is_told() {
    ChildJvm.Ended ended =
        ChildJvm.running(ChildJvm.JAR)
            .arguments("check", "https://localhost:" + simulator.foundry().port())
            .environment(simulator.identity().environment(IdentityKind.APP_SERVICE))
            .run();

    failsWith(3, "tls-untrusted", "-Djavax.net.ssl.trustStore=", ended);
    assertThat(ended.out()).contains("openssl s_client -showcerts -connect localhost:");
  }

  @ParameterizedTest
  @CsvSource({
    "403, proxy-refuses, export NO_PROXY=",
    "407, proxy-wants-login, export HTTPS_PROXY="
  })
  void a_proxy_that_lets_nobody_through_is_told(int status, String cause, String remedy)
      throws Exception {
    byte[] answer = ("HTTP/1.1 " + status + " No\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    try (ServerSocket proxy = new ServerSocket(0)) {
      Thread refusing =
          new Thread(
              () -> {
                try (Socket socket = proxy.accept()) {
                  socket.getInputStream().read();
                  socket.getOutputStream().write(answer);
                  socket.shutdownOutput();
                  socket.getInputStream().readAllBytes();
                } catch (IOException gone) {
                  // The check's own words tell
                }
              });
      refusing.start();

      ChildJvm.Ended ended =
          direct(RESOURCE)
              .environment("HTTPS_PROXY", "http://127.0.0.1:" + proxy.getLocalPort())
              .run();

      failsWith(3, cause, remedy, ended);
      refusing.join();
    }
  }

  @Test
  void a_certificate_of_another_name_is_told() {
    ChildJvm.Ended ended = check("https://wrong.test").run();

    failsWith(3, "tls-wrong-name", "openssl s_client", ended);
  }

  @Test
  void a_target_on_this_machine_needs_no_tls() {
    ChildJvm.Ended ended = direct("http://127.0.0.1:" + simulator.foundry().plainPort()).run();

    assertThat(ended.exit()).as(ended.out()).isZero();
    assertThat(ended.out()).contains("plain http to this machine");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400|Multiple user assigned identities exist, please specify the clientId / resourceId of"
            + " the identity in the token request|several-identities|-Dfoundry.identity.client-id=",
        "400|Identity not found|no-identity-assigned|az vm identity assign",
        "403|Nothing that anybody knows|identity-endpoint-fails|",
        "429|Too many requests|identity-endpoint-throttled|",
      })
  void what_the_identity_endpoint_answers_is_explained(
      int status, String said, String cause, String remedy) {
    simulator.identity().at(IdentityKind.IMDS).retryAfter(Duration.ZERO);
    simulator
        .identity()
        .at(IdentityKind.IMDS)
        .failWith(status, "{\"error\":\"invalid_request\",\"error_description\":\"" + said + "\"}");

    ChildJvm.Ended ended =
        on(simulator.identity().environment(IdentityKind.IMDS), RESOURCE)
            .option("-Dfoundry.identity.credential=managed-identity")
            .run();

    failsWith(4, cause, remedy == null ? "" : remedy, ended);
    assertThat(ended.out()).contains("- call        there is no token");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "500|some words|identity-endpoint-fails|HTTP 500: some words",
        "429|some words|identity-endpoint-throttled|HTTP 429: some words",
        "404|some words|identity-endpoint-fails|HTTP 404: some words",
        "403|some words|identity-endpoint-refuses|IDENTITY_HEADER",
        "400|No User Assigned or Delegated Managed Identity found for specified"
            + " ClientId/ResourceId/PrincipalId.|no-identity-assigned|az vm identity assign",
      })
  void with_the_default_credential_the_endpoints_own_answer_counts(
      int status, String said, String cause, String shown) {
    EndpointBehaviour endpoint = simulator.identity().at(IdentityKind.APP_SERVICE);
    endpoint.retryAfter(Duration.ZERO);
    endpoint.failWith(status, "{\"statusCode\":" + status + ",\"message\":\"" + said + "\"}");

    failsWith(4, cause, shown, check(RESOURCE).run());
  }

  @Test
  void with_the_default_credential_an_endpoint_that_answers_rubbish_or_nothing_is_told() {
    EndpointBehaviour endpoint = simulator.identity().at(IdentityKind.APP_SERVICE);
    endpoint.malformed();
    failsWith(4, "identity-endpoint-fails", "HTTP 200, application/json", check(RESOURCE).run());

    endpoint.recover();
    endpoint.hangUp();
    failsWith(4, "identity-endpoint-fails", "the connection was closed", check(RESOURCE).run());
  }

  @Test
  void an_identity_header_that_is_refused_is_told_without_it() {
    ChildJvm.Ended ended =
        check(RESOURCE).environment("IDENTITY_HEADER", "a-header-of-another-container").run();

    failsWith(4, "identity-endpoint-refuses", "HTTP 401", ended);
    assertThat(ended.out()).doesNotContain("a-header-of-another-container");
  }

  @Test
  void what_is_not_imds_at_its_address_is_not_available_and_the_chain_goes_on() throws Exception {
    String refused = "connection refused by somebody else";
    try (FixedAnswer other =
        new FixedAnswer(
            "HTTP/1.1 403 X\r\nContent-Type: text/plain\r\nContent-Length: "
                + refused.length()
                + "\r\n\r\n"
                + refused)) {
      ChildJvm.Ended ended =
          on(Map.of("AZURE_POD_IDENTITY_AUTHORITY_HOST", other.url()), RESOURCE).run();

      failsWith(4, "no-credential", "tried: AzureCliCredential: ", ended);
      assertThat(ended.out()).contains("HTTP 403, which is not an answer of IMDS", "az login");
    }
  }

  @Test
  void a_federated_token_file_that_does_not_exist_is_named() {
    ChildJvm.Ended ended =
        check(RESOURCE)
            .environment(simulator.identity().environment(IdentityKind.WORKLOAD_IDENTITY))
            .environment("AZURE_FEDERATED_TOKEN_FILE", "/no/such/token")
            .run();

    failsWith(
        4,
        "setting-wrong",
        "AZURE_FEDERATED_TOKEN_FILE names the file /no/such/token, and this file does not exist",
        ended);
  }

  @Test
  void a_secret_or_a_path_that_ends_in_a_line_break_is_named_and_not_shown() {
    Map<String, String> secret = simulator.identity().environment(IdentityKind.CLIENT_SECRET);
    String value = secret.get("AZURE_CLIENT_SECRET");
    ChildJvm.Ended ended =
        check(RESOURCE).environment(secret).environment("AZURE_CLIENT_SECRET", value + "\n").run();
    failsWith(4, "setting-wrong", "AZURE_CLIENT_SECRET ends in a line break", ended);
    assertThat(ended.out()).doesNotContain(value);

    Map<String, String> file = simulator.identity().environment(IdentityKind.WORKLOAD_IDENTITY);
    failsWith(
        4,
        "setting-wrong",
        "AZURE_FEDERATED_TOKEN_FILE ends in a blank",
        check(RESOURCE)
            .environment(file)
            .environment("AZURE_FEDERATED_TOKEN_FILE", file.get("AZURE_FEDERATED_TOKEN_FILE") + " ")
            .run());
  }

  @Test
  void in_kubernetes_the_pods_template_is_changed_and_not_the_pod() {
    ChildJvm.Ended ended =
        on(
                Map.of(
                    "AZURE_POD_IDENTITY_AUTHORITY_HOST",
                    "http://127.0.0.1:9",
                    "KUBERNETES_SERVICE_HOST",
                    "10.0.0.1"),
                RESOURCE)
            .run();

    failsWith(
        4, "no-credential", "kubectl annotate serviceaccount <service account> azure.", ended);
    assertThat(ended.out())
        .contains(
            "    then:\n      kubectl patch deployment <deployment> --patch 'spec: {template:")
        .doesNotContain("az login\n");
  }

  @Test
  void an_identity_that_is_not_assigned_is_named() {
    simulator
        .identity()
        .at(IdentityKind.IMDS)
        .failWith(
            400, "{\"error\":\"invalid_request\",\"error_description\":\"Identity not found\"}");

    ChildJvm.Ended ended =
        on(simulator.identity().environment(IdentityKind.IMDS), RESOURCE)
            .option("-Dfoundry.identity.client-id=11111111-2222-3333-4444-555555555555")
            .run();

    failsWith(4, "identity-unknown", "az vm identity assign", ended);
    assertThat(ended.out()).contains("client-id=11111111-2222-3333-4444-555555555555");
  }

  @Test
  void a_wrong_secret_is_told_without_it() {
    ChildJvm.Ended ended =
        check(RESOURCE)
            .environment(simulator.identity().environment(IdentityKind.CLIENT_SECRET))
            .environment("AZURE_CLIENT_SECRET", "not-the-secret")
            .run();

    failsWith(
        4,
        "secret-wrong",
        "az ad app credential reset --id " + simulator.identity().clientId(),
        ended);
    assertThat(ended.out()).doesNotContain("not-the-secret");
  }

  @Test
  void with_nothing_to_sign_in_with_it_says_what_there_could_be() {
    ChildJvm.Ended ended =
        on(Map.of("AZURE_POD_IDENTITY_AUTHORITY_HOST", "http://127.0.0.1:9"), RESOURCE).run();

    failsWith(4, "no-credential", "az login", ended);
    assertThat(ended.out())
        .contains("tried: EnvironmentCredential: ", "tried: ManagedIdentityCredential: ")
        .contains("tried: AzureCliCredential: ");
  }

  @Test
  void the_agents_own_arguments_count_where_the_jvm_was_given_them() {
    ChildJvm.Ended ended =
        check()
            .environment("JAVA_TOOL_OPTIONS", "-javaagent:" + ChildJvm.JAR + "=hosts=" + RESOURCE)
            .run();

    assertThat(ended.exit()).as(ended.out() + ended.err()).isZero();
    assertThat(ended.out()).contains("hosts='" + RESOURCE + "' (agent argument)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hosts=a.openai.azure.com|https://b.openai.azure.com|is not one of the configured targets",
        "hosts=*.openai.azure.com||every target is a wildcard",
        "enabled=false||switched off",
        "''||there is no target",
        "clent-id=x||the nearest valid one is client-id",
        "''|http://contoso.openai.azure.com|unencrypted",
      })
  void what_cannot_be_checked_is_a_mistake(String arguments, String url, String why) {
    ChildJvm jvm =
        ChildJvm.running(ChildJvm.JAR).arguments("check", "--agent-arguments", arguments);

    ChildJvm.Ended ended = (url == null ? jvm : jvm.arguments(url)).run();

    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.err()).contains(why);
    assertThat(ended.out()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"check", "gateway"})
  void each_command_tells_its_use_and_its_version(String command) {
    assertThat(ChildJvm.running(ChildJvm.JAR).arguments(command, "--version").run().out())
        .matches("foundry-identity-agent [0-9]\\S+\\R");
    assertThat(ChildJvm.running(ChildJvm.JAR).arguments(command, "--help").run().out())
        .contains("Usage: java -jar foundry-identity-agent.jar " + command, "--version");
  }

  @Test
  void the_exit_codes_stand_in_the_help() {
    assertThat(ChildJvm.running(ChildJvm.JAR).arguments("check", "--help").run().out())
        .contains("Exit codes:", "4   no credential gave a token", "6   a target answers");
  }

  private void failsWith(int exit, String cause, String remedy, ChildJvm.Ended ended) {
    assertThat(ended.out() + ended.err()).contains("    " + cause + ": ").contains(remedy);
    assertThat(ended.exit()).isEqualTo(exit);
    assertNoToken(ended);
  }

  private static void assertNoToken(ChildJvm.Ended ended) {
    assertThat(ended.out() + ended.err()).doesNotContain("eyJ").doesNotContain("Bearer ");
  }

  private ReceivedRequest only() {
    assertThat(simulator.foundry().requests()).hasSize(1);
    return simulator.foundry().requests().get(0);
  }

  private String proxy() {
    return "http://127.0.0.1:" + simulator.proxy().port();
  }

  /** To names of Azure's own, which the simulator's proxy leads to the simulator. */
  private ChildJvm check(String... arguments) {
    return throughProxy(direct(arguments));
  }

  /** By the JVM's own settings, as for an application. */
  private ChildJvm throughProxy(ChildJvm jvm) {
    return jvm.option("-Dhttps.proxyHost=127.0.0.1")
        .option("-Dhttps.proxyPort=" + simulator.proxy().port());
  }

  private ChildJvm direct(String... arguments) {
    return child(simulator.identity().environment(IdentityKind.APP_SERVICE), arguments);
  }

  private ChildJvm on(Map<String, String> platform, String... arguments) {
    return throughProxy(child(platform, arguments));
  }

  private ChildJvm child(Map<String, String> platform, String... arguments) {
    return ChildJvm.running(ChildJvm.JAR)
        .arguments("check")
        .arguments(arguments)
        .option("-Dstdout.encoding=UTF-8")
        .option("-XX:TieredStopAtLevel=1")
        .options(simulator.certificates().trustProperties())
        .environment(platform);
  }
}
