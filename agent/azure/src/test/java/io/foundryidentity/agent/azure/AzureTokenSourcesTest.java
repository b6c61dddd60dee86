package io.foundryidentity.agent.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.simulator.EndpointBehaviour;
import io.foundryidentity.simulator.IdentityEndpoints;
import io.foundryidentity.simulator.IdentityKind;
import io.foundryidentity.simulator.ReceivedRequest;
import io.foundryidentity.simulator.Simulator;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every identity source, each in a JVM with the environment of its platform. */
class AzureTokenSourcesTest {

  private static final String AUDIENCE = "\"aud\":\"https://cognitiveservices.azure.com\"";

  private static Simulator simulator;
  private static IdentityEndpoints identity;

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
    identity.sameToken(false);
    identity.lifetime(Duration.ofHours(1));
    identity.clear();
    simulator.proxy().clear();
  }

  private static ChildJvm on(IdentityKind kind) {
    return new ChildJvm()
        .with(identity.environment(kind))
        .flags(simulator.certificates().trustProperties());
  }

  private static String oid(String objectId) {
    return "\"oid\":\"" + objectId + "\"";
  }

  private static long tokenRequests() {
    return identity.requests().stream()
        .filter(r -> r.query("resource") != null || r.pathOnly().endsWith("/token"))
        .filter(r -> r.query("resource") != null || r.method().equals("POST"))
        .count();
  }

  @ParameterizedTest
  @EnumSource(names = {"APP_SERVICE", "IMDS", "CLOUD_SHELL"})
  void a_system_assigned_identity_signs_in(IdentityKind kind) throws Exception {
    assertThat(on(kind).run("credential=managed-identity").result())
        .startsWith("token ")
        .contains(AUDIENCE)
        .contains(oid(identity.systemAssignedObjectId()));
  }

  @ParameterizedTest
  @CsvSource({
    "IMDS, client-id, client_id",
    "IMDS, object-id, object_id",
    "IMDS, resource-id, mi_res_id",
    "APP_SERVICE, client-id, client_id",
    "APP_SERVICE, object-id, object_id",
    "APP_SERVICE, resource-id, mi_res_id",
  })
  void a_user_assigned_identity_signs_in(IdentityKind kind, String key, String parameter)
      throws Exception {
    String id = "11111111-2222-4333-8444-555555555555";
    assertThat(on(kind).run("credential=managed-identity", key + "=" + id).result())
        .startsWith("token ")
        .contains(AUDIENCE);
    assertThat(identity.requests())
        .filteredOn(r -> r.query("resource") != null)
        .hasSize(1)
        .allSatisfy(r -> assertThat(r.path()).contains("_id=" + id).contains(parameter));
  }

  @Test
  void azure_client_id_picks_the_managed_identity_unless_another_id_is_given() throws Exception {
    ChildJvm jvm = on(IdentityKind.IMDS).with("AZURE_CLIENT_ID", "from-environment");
    assertThat(jvm.run("credential=managed-identity").result())
        .contains(oid(identity.objectIdOf("from-environment")));
    assertThat(jvm.run("credential=managed-identity", "resource-id=/some/identity").result())
        .contains(oid(identity.objectIdOfResource("/some/identity")));
    assertThat(jvm.run("credential=managed-identity", "client-id=given").result())
        .contains(oid(identity.objectIdOf("given")));
  }

  @ParameterizedTest
  @CsvSource({
    "WORKLOAD_IDENTITY, workload-identity",
    "CLIENT_SECRET, environment",
    "CLIENT_CERTIFICATE, environment",
    "WORKLOAD_IDENTITY, managed-identity",
    "WORKLOAD_IDENTITY, default",
    "CLIENT_SECRET, default",
    "APP_SERVICE, default",
    "IMDS, default",
  })
  void each_platform_signs_in_over_a_private_authority(IdentityKind kind, String credential)
      throws Exception {
    assertThat(on(kind).run("credential=" + credential).result())
        .startsWith("token life=3")
        .contains(AUDIENCE);
    assertThat(identity.requests())
        .as("no instance discovery, which may cost an outage")
        .noneMatch(r -> r.path().contains("discovery"));
  }

  @Test
  void a_pods_token_without_a_client_id_does_not_sign_in_as_its_machine() throws Exception {
    ChildJvm pod =
        on(IdentityKind.IMDS)
            .with("AZURE_TENANT_ID", "11111111-2222-4333-8444-666666666666")
            .with("AZURE_FEDERATED_TOKEN_FILE", "/nowhere/token");
    assertThat(pod.run("credential=managed-identity").result())
        .isEqualTo("failure not set: AZURE_CLIENT_ID");
    assertThat(tokenRequests()).isZero();
  }

  @Test
  void a_pod_signs_in_as_the_identity_that_is_named_by_its_resource_id_and_not_as_its_own()
      throws Exception {
    ChildJvm pod =
        on(IdentityKind.IMDS)
            .with("AZURE_CLIENT_ID", "11111111-2222-4333-8444-555555555555")
            .with("AZURE_TENANT_ID", "11111111-2222-4333-8444-666666666666")
            .with("AZURE_FEDERATED_TOKEN_FILE", "/nowhere/token");
    assertThat(pod.run("credential=managed-identity", "resource-id=/some/identity").result())
        .contains(oid(identity.objectIdOfResource("/some/identity")));
  }

  @ParameterizedTest
  @CsvSource({
    "'', Cloud Shell",
    "11111111-2222-4333-8444-555555555555, Service Fabric",
  })
  void where_an_id_cannot_be_chosen_no_other_identity_signs_in(String thumbprint, String platform)
      throws Exception {
    ChildJvm jvm = on(IdentityKind.CLOUD_SHELL);
    if (!thumbprint.isEmpty()) {
      jvm = on(IdentityKind.APP_SERVICE).with("IDENTITY_SERVER_THUMBPRINT", thumbprint);
    }
    assertThat(jvm.run("credential=managed-identity", "client-id=an-id").result())
        .startsWith("failure ")
        .contains(platform);
    assertThat(tokenRequests()).isZero();
  }

  @Test
  void all_of_it_works_in_a_loader_that_the_application_does_not_see() throws Exception {
    for (IdentityKind kind : List.of(IdentityKind.CLIENT_SECRET, IdentityKind.APP_SERVICE)) {
      assertThat(on(kind).isolated().run("credential=default").result())
          .startsWith("token ")
          .contains(AUDIENCE);
    }
  }

  @Test
  void what_is_left_out_of_the_agent_is_not_needed() throws Exception {
    String output =
        on(IdentityKind.IMDS)
            .run(
                "resolve=com.sun.jna.Platform,com.sun.jna.platform.win32.Crypt32,"
                    + "com.microsoft.aad.msal4jextensions.CacheFile,com.azure.xml.XmlReader,"
                    + "com.azure.core.http.netty.NettyAsyncHttpClientBuilder,"
                    + "io.netty.buffer.ByteBuf,org.jspecify.annotations.Nullable,"
                    + "com.azure.identity.DefaultAzureCredential")
            .text();
    assertThat(output.lines().filter(l -> l.endsWith(" absent"))).hasSize(7);
    assertThat(output)
        .contains("com.azure.identity.DefaultAzureCredential present")
        .contains("token ");
  }

  @ParameterizedTest
  @CsvSource({"IMDS, managed-identity, 24", "APP_SERVICE, default, 1", "CLIENT_SECRET, default, 1"})
  void every_fetch_goes_past_the_librarys_caches(IdentityKind kind, String credential, int hours)
      throws Exception {
    identity.lifetime(Duration.ofHours(hours));
    List<String> results = on(kind).run("credential=" + credential, "calls=3").results();
    assertThat(results).hasSize(3).doesNotHaveDuplicates().allMatch(r -> r.startsWith("token "));
    assertThat(tokenRequests()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    "APP_SERVICE, managed-identity, -2",
    "APP_SERVICE, managed-identity, 2",
    "IMDS, managed-identity, -2",
    "IMDS, managed-identity, 2",
    "CLIENT_SECRET, environment, -2",
    "CLIENT_SECRET, environment, 2"
  })
  void a_machine_whose_clock_is_wrong_knows_how_long_a_token_has(
      IdentityKind kind, String credential, int hours) throws Exception {
    Clock elsewhere = Clock.offset(Clock.systemUTC(), Duration.ofHours(hours));
    try (Simulator wrong = Simulator.builder().clock(elsewhere).start()) {
      String result =
          new ChildJvm()
              .with(wrong.identity().environment(kind))
              .flags(wrong.certificates().trustProperties())
              .run("credential=" + credential)
              .result();
      int space = result.indexOf(' ', "token life=".length());
      assertThat(Long.parseLong(result.substring("token life=".length(), space)))
          .isBetween(3_590L, 3_600L);
    }
  }

  @Test
  void the_probe_is_sent_once() throws Exception {
    assertThat(on(IdentityKind.IMDS).run("credential=default", "calls=3").results()).hasSize(3);
    List<ReceivedRequest> probes =
        identity.requests().stream().filter(r -> r.query("resource") == null).toList();
    assertThat(probes).hasSize(1);
    assertThat(probes.get(0).header("metadata")).isNull();
  }

  @Test
  void a_refused_secret_is_told_with_advice_and_without_the_secret() throws Exception {
    String result =
        on(IdentityKind.CLIENT_SECRET)
            .with("AZURE_CLIENT_SECRET", "wrong-secret-of-mine")
            .run("credential=default")
            .result();
    assertThat(result)
        .startsWith("failure EnvironmentCredential: ")
        .contains("AADSTS7000215")
        .contains("the client secret is wrong")
        .doesNotContain("wrong-secret-of-mine")
        .doesNotContain("CAUSE");
  }

  @Test
  void an_application_that_half_configured_a_credential_is_told_what_is_missing() throws Exception {
    assertThat(new ChildJvm().run("credential=environment").result())
        .isEqualTo("failure not set: AZURE_CLIENT_ID AZURE_TENANT_ID");
    assertThat(new ChildJvm().run("credential=workload-identity", "client-id=c").result())
        .isEqualTo("failure not set: AZURE_TENANT_ID AZURE_FEDERATED_TOKEN_FILE");
  }

  @Test
  void azure_token_credentials_picks_members_and_a_wrong_value_is_told() throws Exception {
    ChildJvm both = on(IdentityKind.CLIENT_SECRET).with(identity.environment(IdentityKind.IMDS));
    assertThat(both.with("AZURE_TOKEN_CREDENTIALS", "ManagedIdentityCredential").run().result())
        .startsWith("token ");
    assertThat(identity.requests()).allMatch(r -> r.scheme().equals("http"));
    assertThat(both.with("AZURE_TOKEN_CREDENTIALS", "prod").run().result()).startsWith("token ");
    assertThat(both.with("AZURE_TOKEN_CREDENTIALS", "dev").run().result())
        .startsWith("failure no credential answered: AzureCliCredential: ");
    assertThat(both.with("AZURE_TOKEN_CREDENTIALS", "production").run().result())
        .startsWith(
            "failure the environment variable AZURE_TOKEN_CREDENTIALS is \"production\", which"
                + " names no credential; the nearest valid value is prod.");
  }

  @Test
  void a_wrong_file_or_a_blank_at_the_end_of_a_variable_is_told() throws Exception {
    assertThat(
            on(IdentityKind.WORKLOAD_IDENTITY)
                .with("AZURE_FEDERATED_TOKEN_FILE", "/no/such/token")
                .run("credential=workload-identity")
                .result())
        .isEqualTo(
            "failure AZURE_FEDERATED_TOKEN_FILE names the file /no/such/token, and this file does"
                + " not exist");
    assertThat(
            on(IdentityKind.CLIENT_SECRET)
                .with("AZURE_CLIENT_SECRET", identity.clientSecret() + "\n")
                .run("credential=environment")
                .result())
        .startsWith("failure AZURE_CLIENT_SECRET ends in a line break; HTTP 401: AADSTS7000215")
        .doesNotContain(identity.clientSecret());
  }

  @Test
  void what_is_not_imds_at_its_address_is_passed_over() throws Exception {
    String page = "HTTP/1.1 403 X\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nno";
    try (ScriptedServer server = new ScriptedServer(page)) {
      assertThat(
              new ChildJvm()
                  .with("AZURE_POD_IDENTITY_AUTHORITY_HOST", server.url())
                  .run("credential=default")
                  .result())
          .startsWith("failure no credential answered: EnvironmentCredential: ")
          .contains("ManagedIdentityCredential: no managed identity endpoint here (HTTP 403")
          .contains("AzureCliCredential: ");
    }
  }

  @ParameterizedTest
  @CsvSource({"429", "500", "410"})
  void an_endpoint_that_fails_once_is_asked_again(int status) throws Exception {
    EndpointBehaviour endpoint = identity.at(IdentityKind.IMDS);
    endpoint.failWith(status);
    endpoint.atNextRequest(() -> endpoint.atNextRequest(endpoint::recover));
    assertThat(on(IdentityKind.IMDS).run("credential=managed-identity").result())
        .startsWith("token ");
    assertThat(identity.requests()).hasSize(2);
  }

  @Test
  void an_endpoint_that_fails_is_given_up_at_the_bound() throws Exception {
    identity.at(IdentityKind.IMDS).failWith(500);
    ChildJvm.Output output = on(IdentityKind.IMDS).run("credential=managed-identity", "bound=2500");
    assertThat(output.result()).isEqualTo("failure no token within 2500 ms");
    assertThat(output.millis()).isLessThan(20_000);
  }

  @Test
  void a_slow_endpoint_is_given_up_at_the_bound() throws Exception {
    identity.delay(Duration.ofSeconds(40));
    ChildJvm.Output output =
        on(IdentityKind.CLIENT_SECRET).run("credential=environment", "bound=1500");
    assertThat(output.result()).isEqualTo("failure no token within 1500 ms");
    assertThat(output.millis()).as("the endpoint's forty seconds").isLessThan(30_000);
  }

  @Test
  void a_broken_answer_is_a_failure_that_shows_nothing_of_it() throws Exception {
    identity.malformed();
    assertThat(on(IdentityKind.CLIENT_SECRET).run("credential=environment").result())
        .startsWith("failure ")
        .doesNotContain("not the end");
  }

  @Test
  void a_redirecting_endpoint_gets_no_second_request_elsewhere() throws Exception {
    String redirect =
        "HTTP/1.1 302 Found\r\nLocation: "
            + identity.appService()
            + "?resource=x\r\nContent-Length: 0\r\n\r\n";
    try (ScriptedServer server = new ScriptedServer(redirect)) {
      String result =
          new ChildJvm()
              .with("IDENTITY_ENDPOINT", server.url())
              .with("IDENTITY_HEADER", "header-secret")
              .run("credential=managed-identity")
              .result();
      assertThat(result).startsWith("failure ").doesNotContain("header-secret");
      assertThat(server.requests).isNotEmpty();
    }
    assertThat(identity.requests()).isEmpty();
  }

  @Test
  void an_authority_whose_certificate_is_not_trusted_gets_nothing() throws Exception {
    ChildJvm untrusting = new ChildJvm().with(identity.environment(IdentityKind.CLIENT_SECRET));
    assertThat(untrusting.run("credential=environment", "bound=20000").result())
        .startsWith("failure localhost: ")
        .contains("javax.net.ssl.trustStore");
    assertThat(identity.requests()).isEmpty();
  }

  @Test
  void a_certificate_of_another_host_is_refused() throws Exception {
    var hosts = simulator.certificates().hostsFile("wrong.test");
    String wrong = "https://wrong.test:" + identity.authority().getPort() + "/";
    assertThat(
            on(IdentityKind.CLIENT_SECRET)
                .flag("-Djdk.net.hosts.file=" + hosts)
                .with("AZURE_AUTHORITY_HOST", wrong)
                .run("credential=environment", "bound=20000")
                .result())
        .startsWith("failure wrong.test: ");
    assertThat(identity.requests()).isEmpty();
  }

  @Test
  void https_goes_through_https_proxy_and_plain_http_past_every_proxy() throws Exception {
    String proxy = "http://127.0.0.1:" + simulator.proxy().port();
    assertThat(
            on(IdentityKind.CLIENT_SECRET)
                .with("HTTPS_PROXY", proxy)
                .run("credential=environment")
                .result())
        .startsWith("token ");
    assertThat(simulator.proxy().requests())
        .isNotEmpty()
        .allMatch(r -> r.method().equals("CONNECT"))
        .allMatch(r -> r.header("authorization") == null);
    simulator.proxy().clear();

    assertThat(
            on(IdentityKind.IMDS)
                .with("HTTPS_PROXY", proxy)
                .with("HTTP_PROXY", proxy)
                .flag("-Dhttp.proxyHost=127.0.0.1")
                .flag("-Dhttp.proxyPort=" + simulator.proxy().port())
                .flag("-Dhttp.nonProxyHosts=")
                .run("credential=default")
                .result())
        .startsWith("token ");
    assertThat(simulator.proxy().requests()).isEmpty();
  }
}
