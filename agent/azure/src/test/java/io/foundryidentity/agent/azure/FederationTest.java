package io.foundryidentity.agent.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.simulator.AppRegistration;
import io.foundryidentity.simulator.EntraDirectory;
import io.foundryidentity.simulator.IdentityEndpoints;
import io.foundryidentity.simulator.IdentityKind;
import io.foundryidentity.simulator.ReceivedRequest;
import io.foundryidentity.simulator.Simulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Assertions of a managed identity and of files, each in a JVM of its own. */
class FederationTest {

  private static final String APP = "a9c00000-0000-4000-8000-000000000001";
  private static final String BLUEPRINT = "9d17cc32-c91b-4368-8494-1b29ccb0dbcf";
  private static final String AGENT = "5081ddac-3d33-4766-98fe-80c38c5ce554";
  private static final String USER_ASSIGNED = "33333333-3333-4333-8333-333333333333";
  private static final String OTHER_TENANT = "7e9a0000-0000-4000-8000-0000000000bb";
  private static final String EXCHANGE = "api://AzureADTokenExchange";
  private static final String SPIFFE = "https://spiffe.simulator.example";
  private static final String WORKLOAD = "spiffe://simulator.example/orders";

  private static Simulator simulator;
  private static IdentityEndpoints identity;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    simulator = Simulator.builder().start();
    identity = simulator.identity();
  }

  @AfterAll
  static void stop() {
    simulator.close();
  }

  @BeforeEach
  void recover() {
    identity.recover();
    identity.lifetime(Duration.ofHours(1));
    directory().clear();
    identity.clear();
  }

  private static EntraDirectory directory() {
    return identity.directory();
  }

  private static ChildJvm jvm() {
    return new ChildJvm()
        .with(identity.environment(IdentityKind.FEDERATED))
        .flags(simulator.certificates().trustProperties());
  }

  private static String[] federated(String tenant, String... more) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "credential=federated",
                "client-id=" + APP,
                "tenant-id=" + tenant,
                "assertion=managed-identity"));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private static String[] agent(String... more) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "credential=agent-identity",
                "client-id=" + AGENT,
                "blueprint-client-id=" + BLUEPRINT,
                "tenant-id=" + identity.tenantId(),
                "assertion=managed-identity"));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private static AppRegistration blueprint() {
    return directory().register(BLUEPRINT).trustsManagedIdentity(identity.systemAssignedObjectId());
  }

  private static long count(String part) {
    return identity.requests().stream()
        .filter(r -> (r.path() + " " + r.bodyText()).contains(part))
        .count();
  }

  private static long managedIdentityRequests() {
    return identity.requests().stream().filter(r -> r.query("resource") != null).count();
  }

  @Test
  void a_managed_identity_signs_in_as_an_app_registration_of_another_tenant() throws Exception {
    directory()
        .register(APP)
        .trustsManagedIdentity(identity.systemAssignedObjectId())
        .availableIn(OTHER_TENANT);
    assertThat(jvm().run(federated(OTHER_TENANT)).result())
        .startsWith("token life=3")
        .contains("\"appid\":\"" + APP + "\"", "\"tid\":\"" + OTHER_TENANT + "\"")
        .contains(
            "by managed identity (system-assigned) -> app registration "
                + APP
                + " in tenant "
                + OTHER_TENANT);
    assertThat(identity.requests())
        .filteredOn(r -> r.query("resource") != null)
        .singleElement()
        .satisfies(r -> assertThat(r.query("resource")).isEqualTo(EXCHANGE));
  }

  @Test
  void the_assertion_is_made_once_for_several_tokens() throws Exception {
    directory().register(APP).trustsManagedIdentity(identity.systemAssignedObjectId());
    String scopes = "https://ai.azure.com/.default,https://cognitiveservices.azure.com/.default";
    assertThat(jvm().run(federated(identity.tenantId(), "scopes=" + scopes, "calls=3")).results())
        .hasSize(6)
        .allMatch(line -> line.startsWith("token "));
    assertThat(managedIdentityRequests()).isOne();
  }

  @Test
  void the_managed_identity_is_the_one_that_is_named_and_never_that_of_azure_client_id()
      throws Exception {
    directory().register(APP).trustsManagedIdentity(identity.objectIdOf(USER_ASSIGNED));
    ChildJvm jvm = jvm().with("AZURE_CLIENT_ID", "44444444-4444-4444-8444-444444444444");
    assertThat(
            jvm.run(federated(identity.tenantId(), "assertion-client-id=" + USER_ASSIGNED))
                .result())
        .startsWith("token ");

    String resource = "/subscriptions/s/resourceGroups/g/providers/p/userAssignedIdentities/i";
    directory().register(APP).trustsManagedIdentity(identity.objectIdOfResource(resource));
    assertThat(
            jvm.run(federated(identity.tenantId(), "assertion-resource-id=" + resource)).result())
        .startsWith("token ");

    directory().register(APP).trustsManagedIdentity(identity.systemAssignedObjectId());
    assertThat(jvm.run(federated(identity.tenantId())).result()).startsWith("token ");
    assertThat(count("44444444-4444")).isZero();
  }

  @Test
  void in_a_pod_with_workload_identity_that_one_gives_the_assertion() throws Exception {
    directory()
        .register(APP)
        .trustsManagedIdentity(identity.objectIdOf(identity.clientId()))
        .availableIn(OTHER_TENANT);
    assertThat(
            jvm()
                .with(identity.environment(IdentityKind.WORKLOAD_IDENTITY))
                .run(federated(OTHER_TENANT))
                .result())
        .startsWith("token ")
        .contains("by workload identity -> app registration " + APP);
  }

  @Test
  void a_resource_id_selects_an_identity_of_the_node_also_in_such_a_pod() throws Exception {
    String resource = "/subscriptions/s/resourceGroups/g/providers/p/userAssignedIdentities/i";
    directory().register(APP).trustsManagedIdentity(identity.objectIdOfResource(resource));
    assertThat(
            jvm()
                .with(identity.environment(IdentityKind.WORKLOAD_IDENTITY))
                .run(federated(identity.tenantId(), "assertion-resource-id=" + resource))
                .result())
        .startsWith("token ")
        .contains("by managed identity " + resource + " -> app registration " + APP);
  }

  @Test
  void the_token_in_a_file_is_read_again_for_each_sign_in() throws Exception {
    directory().register(APP).trusts(SPIFFE, WORKLOAD, EXCHANGE);
    Path file = folder.resolve("svid.jwt");
    Files.writeString(file, directory().issuer(SPIFFE).token(WORKLOAD, EXCHANGE) + "\n");
    try (ScriptedServer between =
        new ScriptedServer(
            out -> {
              Files.writeString(file, directory().issuer(SPIFFE).token("another", EXCHANGE));
              out.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes("US-ASCII"));
            })) {
      List<String> results =
          jvm()
              .run(
                  "credential=federated",
                  "client-id=" + APP,
                  "tenant-id=" + identity.tenantId(),
                  "assertion=file",
                  "assertion-file=" + file,
                  "calls=2",
                  "between=" + between.url())
              .results();
      assertThat(results.get(0)).startsWith("token ").contains("by token file " + file + " -> app");
      assertThat(results.get(1))
          .startsWith("failure federated (app registration): HTTP 401: AADSTS700213: ")
          .contains("'another'");
    }
  }

  @Test
  void an_agent_identity_signs_in_through_its_blueprint() throws Exception {
    blueprint().agentIdentity(AGENT);
    assertThat(jvm().run(agent()).result())
        .startsWith("token life=3")
        .contains("\"appid\":\"" + AGENT + "\"", "\"xms_par_app_azp\":\"" + BLUEPRINT + "\"")
        .contains(
            "by managed identity (system-assigned) -> blueprint "
                + BLUEPRINT
                + " -> agent identity "
                + AGENT);
    assertThat(managedIdentityRequests()).isOne();
    assertThat(count("fmi_path=" + AGENT)).isOne();
    assertThat(identity.requests()).hasSize(3).noneMatch(r -> r.path().contains("discovery"));
  }

  @Test
  void both_steps_before_the_last_are_made_once_for_several_tokens() throws Exception {
    blueprint().agentIdentity(AGENT);
    String scopes =
        "https://ai.azure.com/.default,https://cognitiveservices.azure.com/.default,api://a/.default";
    assertThat(jvm().run(agent("scopes=" + scopes, "calls=3")).results())
        .hasSize(9)
        .allMatch(line -> line.startsWith("token "));
    assertThat(managedIdentityRequests()).isOne();
    assertThat(count("fmi_path=")).isOne();
    assertThat(count("client_id=" + AGENT)).isEqualTo(9);
  }

  @Test
  void an_assertion_with_less_than_a_few_minutes_left_is_made_anew() throws Exception {
    identity.lifetime(Duration.ofSeconds(50));
    blueprint().agentIdentity(AGENT);
    assertThat(jvm().run(agent("calls=2")).results()).allMatch(line -> line.startsWith("token "));
    assertThat(managedIdentityRequests()).isOne();
    identity.clear();
    identity.lifetime(Duration.ofSeconds(25));
    assertThat(jvm().run(agent("calls=2")).results()).allMatch(line -> line.startsWith("token "));
    assertThat(managedIdentityRequests()).isEqualTo(2);
  }

  @Test
  void the_failure_names_the_step_and_has_the_services_own_words() throws Exception {
    identity.at(IdentityKind.IMDS).failWith(400);
    assertThat(jvm().run(agent()).result())
        .startsWith("failure agent-identity (managed identity): HTTP 400: ");
    identity.recover();
    directory().register(BLUEPRINT);
    assertThat(jvm().run(agent()).result())
        .startsWith("failure agent-identity (blueprint): HTTP 401: AADSTS70025: ");
    blueprint();
    assertThat(jvm().run(agent()).result())
        .startsWith("failure agent-identity (agent identity): HTTP 400: AADSTS700016: ")
        .contains(AGENT);
    blueprint().agentIdentity(AGENT);
    directory().removeResource("https://cognitiveservices.azure.com");
    assertThat(jvm().run(agent()).result())
        .startsWith("failure agent-identity (agent identity): HTTP 400: AADSTS500011: ");
  }

  @Test
  void a_slow_step_is_ended_by_the_limit_for_all_of_them() throws Exception {
    blueprint().agentIdentity(AGENT);
    identity.at(IdentityKind.AGENT_IDENTITY).delay(Duration.ofSeconds(40));
    ChildJvm.Output output = jvm().run(agent("bound=2500"));
    assertThat(output.result())
        .isEqualTo("failure agent-identity (blueprint): no token within 2500 ms");
    assertThat(output.millis()).as("the endpoint's forty seconds").isLessThan(30_000);
  }

  @Test
  void no_text_shows_an_assertion_or_t1() throws Exception {
    blueprint().agentIdentity(AGENT);
    ChildJvm debug = jvm().flag("-Dorg.slf4j.simpleLogger.defaultLogLevel=trace");
    String text = debug.run(agent()).text();
    blueprint();
    directory().issuer(SPIFFE);
    String failing = debug.run(agent()).text();
    for (ReceivedRequest request : identity.requests()) {
      for (String pair : request.bodyText().split("&", -1)) {
        if (pair.startsWith("client_assertion=")) {
          String assertion = pair.substring("client_assertion=".length());
          assertThat(text + failing)
              .doesNotContain(assertion)
              .doesNotContain(assertion.split("\\.", -1)[2].substring(0, 40));
        }
      }
    }
  }

  @Test
  void neither_the_assertion_nor_t1_goes_to_another_host_or_past_tls() throws Exception {
    blueprint().agentIdentity(AGENT);
    ChildJvm untrusting = new ChildJvm().with(identity.environment(IdentityKind.FEDERATED));
    assertThat(untrusting.run(agent("bound=20000")).result())
        .startsWith("failure agent-identity (blueprint): localhost: ")
        .contains("javax.net.ssl.trustStore");
    assertThat(identity.requests()).allMatch(r -> r.query("resource") != null);
  }

  @Test
  void no_class_of_this_way_is_loaded_for_another_credential() throws IOException {
    Path log = folder.resolve("classes.log");
    String classes = "-Xlog:class+load:file=" + log;
    try {
      jvm()
          .with(identity.environment(IdentityKind.APP_SERVICE))
          .flag(classes)
          .run("credential=default");
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    assertThat(Files.readString(log))
        .contains("io.foundryidentity.agent.azure.CredentialChain ")
        .doesNotContain("azure.Federation", "azure.KeptAssertion", "azure.AssertionSource")
        .doesNotContain("azure.Blueprint", "azure.EntraCredential", "token.ClientAssertion ")
        .doesNotContain("azure.identity.implementation.IdentitySyncClient ");
  }
}
