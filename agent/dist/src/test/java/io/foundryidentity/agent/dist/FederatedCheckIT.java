package io.foundryidentity.agent.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.simulator.AppRegistration;
import io.foundryidentity.simulator.EntraDirectory;
import io.foundryidentity.simulator.GitHubEndpoint;
import io.foundryidentity.simulator.GoogleMetadata;
import io.foundryidentity.simulator.IdentityEndpoints;
import io.foundryidentity.simulator.IdentityKind;
import io.foundryidentity.simulator.Simulator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code check} for each source of docs/identity-sources.md, with one step of its set-up missing.
 */
@Tag("long")
class FederatedCheckIT {

  private static final String APP = "a9c00000-0000-4000-8000-000000000001";
  private static final String BLUEPRINT = "9d17cc32-c91b-4368-8494-1b29ccb0dbcf";
  private static final String AGENT = "5081ddac-3d33-4766-98fe-80c38c5ce554";
  private static final String OTHER = "77777777-7777-4777-8777-777777777777";
  private static final String EXCHANGE = "api://AzureADTokenExchange";
  private static final String RESOURCE = "https://contoso.openai.azure.com";

  private final Simulator simulator = Simulator.builder().start();
  private final IdentityEndpoints azure = simulator.identity();
  private final Map<String, String> settings = new HashMap<>();

  @TempDir Path folder;

  @AfterEach
  void stop() {
    simulator.close();
  }

  private EntraDirectory directory() {
    return azure.directory();
  }

  private void federated(String assertion) {
    settings.put("credential", "federated");
    settings.put("assertion", assertion);
    settings.put("client-id", APP);
    settings.put("tenant-id", azure.tenantId());
  }

  private AppRegistration agentIdentity() {
    settings.put("credential", "agent-identity");
    settings.put("client-id", AGENT);
    settings.put("blueprint-client-id", BLUEPRINT);
    settings.put("tenant-id", azure.tenantId());
    return directory().register(BLUEPRINT).trustsManagedIdentity(azure.systemAssignedObjectId());
  }

  private String check(IdentityKind kind) {
    return check(azure.environment(kind));
  }

  private String check(Map<String, String> environment) {
    ChildJvm jvm =
        ChildJvm.running(ChildJvm.JAR)
            .arguments("check", RESOURCE)
            .option("-Dstdout.encoding=UTF-8")
            .option("-XX:TieredStopAtLevel=1")
            .option("-Dhttps.proxyHost=127.0.0.1")
            .option("-Dhttps.proxyPort=" + simulator.proxy().port())
            .options(simulator.certificates().trustProperties())
            .environment(environment);
    settings.forEach((key, value) -> jvm.option("-Dfoundry.identity." + key + "=" + value));
    ChildJvm.Ended ended = jvm.run();
    assertThat(ended.out() + ended.err()).doesNotContain("eyJ").doesNotContain("Bearer ");
    return ended.out() + ended.err();
  }

  private static void assertCause(String output, String cause, String... remedies) {
    assertThat(output).contains("✗ sign-in", "    " + cause + ": ").contains(remedies);
  }

  private String credential(String issuer, String subject) {
    return "az ad app federated-credential create --id "
        + APP
        + " --parameters '{\"name\":\"foundry-identity\",\"issuer\":\""
        + issuer
        + "\",\"subject\":\""
        + subject
        + "\",\"audiences\":[\""
        + EXCHANGE
        + "\"]}'\n";
  }

  private String tenantIssuer() {
    return "https://login.microsoftonline.com/" + azure.tenantId() + "/v2.0";
  }

  @Test
  void an_application_that_trusts_the_managed_identity_signs_in() {
    federated("managed-identity");
    directory().register(APP).trustsManagedIdentity(azure.systemAssignedObjectId());

    assertThat(check(IdentityKind.FEDERATED)).contains("✓ sign-in", "✓ call", "app registration");
  }

  @Test
  void a_missing_federated_credential_is_written_out() {
    federated("managed-identity");
    directory().register(APP);

    assertCause(
        check(IdentityKind.FEDERATED),
        "federation-missing",
        credential(tenantIssuer(), azure.systemAssignedObjectId()));
  }

  @Test
  void a_federated_credential_for_another_identity_is_written_out_for_this_one() {
    federated("managed-identity");
    directory().register(APP).trustsManagedIdentity(OTHER);

    assertCause(
        check(IdentityKind.FEDERATED),
        "federation-subject",
        credential(tenantIssuer(), azure.systemAssignedObjectId()));
  }

  @Test
  void without_details_all_three_values_are_written_out() {
    federated("managed-identity");
    directory().generalErrors(true);
    directory().register(APP).trustsManagedIdentity(OTHER);

    assertCause(
        check(IdentityKind.FEDERATED),
        "federation-missing",
        credential(tenantIssuer(), azure.systemAssignedObjectId()));
  }

  @Test
  void a_federated_credential_with_another_issuer_is_written_out_with_the_right_one() {
    federated("managed-identity");
    directory()
        .register(APP)
        .trusts(
            "https://login.microsoftonline.com/" + OTHER + "/v2.0",
            azure.systemAssignedObjectId(),
            EXCHANGE);

    assertCause(
        check(IdentityKind.FEDERATED),
        "federation-issuer",
        credential(tenantIssuer(), azure.systemAssignedObjectId()));
  }

  @Test
  void a_federated_credential_for_another_audience_is_corrected() {
    federated("managed-identity");
    directory()
        .register(APP)
        .trusts(tenantIssuer(), azure.systemAssignedObjectId(), "api://AzureADTokenExchangeUSGov");

    assertCause(
        check(IdentityKind.FEDERATED),
        "federation-audience",
        "az ad app federated-credential update --id " + APP,
        "\"audiences\":[\"" + EXCHANGE + "\"]");
  }

  @Test
  void an_application_that_is_not_in_the_tenant_is_created_there() {
    federated("managed-identity");
    String home = "7e9a0000-0000-4000-8000-0000000000bb";
    String third = "7e9a0000-0000-4000-8000-0000000000cc";
    directory()
        .register(home, APP)
        .trusts(tenantIssuer(), azure.systemAssignedObjectId(), EXCHANGE)
        .availableIn(third);

    assertCause(
        check(IdentityKind.FEDERATED), "service-principal-missing", "az ad sp create --id " + APP);
  }

  @Test
  void an_unknown_application_and_an_unknown_tenant_are_told() {
    federated("managed-identity");
    assertCause(check(IdentityKind.FEDERATED), "client-unknown", "az ad sp show --id " + APP);

    settings.put("tenant-id", OTHER);
    assertCause(
        check(IdentityKind.FEDERATED), "tenant-unknown", "az account show --query tenantId");
  }

  @Test
  void a_disabled_application_is_enabled() {
    federated("managed-identity");
    directory().register(APP).trustsManagedIdentity(azure.systemAssignedObjectId()).disable();

    assertCause(
        check(IdentityKind.FEDERATED),
        "client-disabled",
        "az ad sp update --id " + APP + " --set accountEnabled=true");
  }

  @Test
  void a_deleted_identity_is_told() {
    federated("managed-identity");
    directory().register(APP).trustsManagedIdentity(azure.systemAssignedObjectId()).deleteAccount();

    assertCause(check(IdentityKind.FEDERATED), "account-unknown", "az ad sp show --id " + APP);
  }

  @Test
  void a_resource_that_the_tenant_does_not_have_is_told() {
    federated("managed-identity");
    directory().register(APP).trustsManagedIdentity(azure.systemAssignedObjectId());
    directory().removeResource("https://cognitiveservices.azure.com");

    assertCause(check(IdentityKind.FEDERATED), "scope-unknown", "-Dfoundry.identity.scope=auto");
  }

  @Test
  void the_managed_identity_behind_an_application_is_explained_as_one() {
    federated("managed-identity");
    settings.put("assertion-client-id", OTHER);
    azure
        .at(IdentityKind.IMDS)
        .failWith(
            400, "{\"error\":\"invalid_request\",\"error_description\":\"Identity not found\"}");

    assertCause(check(IdentityKind.FEDERATED), "identity-unknown", "assertion-client-id=" + OTHER);
  }

  @Test
  void a_pod_without_the_file_or_with_an_old_one_is_told() throws Exception {
    federated("file");
    settings.put("assertion-file", "/no/such/token");
    assertCause(check(IdentityKind.FEDERATED), "setting-wrong", "/no/such/token");

    String issuer = "https://spiffe.simulator.example";
    String workload = "spiffe://simulator.example/orders";
    Path old = folder.resolve("token");
    Files.writeString(
        old, directory().issuer(issuer).token(workload, EXCHANGE, Duration.ofMinutes(-5)));
    settings.put("assertion-file", old.toString());
    assertCause(check(IdentityKind.FEDERATED), "assertion-expired", "ls -l " + old);

    Files.writeString(
        old, directory().issuer(issuer).token(workload, EXCHANGE, Duration.ofMinutes(5)));
    directory().register(APP).trusts(issuer, "spiffe://simulator.example/other", EXCHANGE);
    assertCause(check(IdentityKind.FEDERATED), "federation-subject", credential(issuer, workload));
  }

  @Test
  void a_job_of_github_without_the_permission_or_of_another_branch_is_told() {
    federated("github");
    assertCause(
        check(IdentityKind.FEDERATED),
        "assertion-source-absent",
        "permissions: {id-token: write, contents: read}");

    directory().register(APP).trusts(GitHubEndpoint.ISSUER, "repo:other/repo", EXCHANGE);
    assertCause(
        check(IdentityKind.GITHUB),
        "federation-subject",
        credential(GitHubEndpoint.ISSUER, azure.gitHub().subject()));
  }

  @Test
  void a_machine_of_google_without_an_account_is_told() {
    federated("google");
    azure.google().account(false);
    assertCause(
        check(IdentityKind.GOOGLE),
        "assertion-source-refuses",
        "gcloud compute instances set-service-account");

    azure.google().account(true);
    directory().register(APP).trusts(GoogleMetadata.ISSUER, "1", EXCHANGE);
    assertCause(
        check(IdentityKind.GOOGLE),
        "federation-subject",
        credential(GoogleMetadata.ISSUER, azure.google().subject()));
  }

  @Test
  void an_account_of_aws_without_the_federation_or_the_permission_is_told() {
    federated("aws");
    azure.aws().federation(false);
    assertCause(
        check(IdentityKind.AWS),
        "assertion-source-refuses",
        "aws iam enable-outbound-web-identity-federation");

    azure.aws().federation(true);
    azure.aws().permission(false);
    assertCause(check(IdentityKind.AWS), "assertion-source-refuses", "sts:GetWebIdentityToken");

    azure.aws().permission(true);
    directory().register(APP).trusts(azure.aws().issuer(), "arn:aws:iam::1:role/x", EXCHANGE);
    assertCause(
        check(IdentityKind.AWS),
        "federation-subject",
        credential(azure.aws().issuer(), azure.aws().roleArn()));
  }

  @Test
  void a_blueprint_without_a_federated_credential_gets_one_by_microsoft_graph() {
    agentIdentity().trustsNobody();

    assertCause(
        check(IdentityKind.AGENT_IDENTITY),
        "federation-missing",
        "Invoke-MgGraphRequest -Method POST",
        "applications(appId='" + BLUEPRINT + "')");
  }

  @Test
  void a_blueprint_that_may_not_act_for_the_agent_identity_is_told() {
    agentIdentity();
    directory()
        .register(OTHER)
        .trustsManagedIdentity(azure.systemAssignedObjectId())
        .agentIdentity(AGENT);

    assertCause(
        check(IdentityKind.AGENT_IDENTITY),
        "blueprint-may-not-act",
        "servicePrincipals(appId='" + AGENT + "')",
        "-Dfoundry.identity.blueprint-client-id=<client id of its blueprint>");
  }

  @Test
  void an_agent_identity_that_is_not_there_or_disabled_is_named() {
    AppRegistration blueprint = agentIdentity();
    assertCause(
        check(IdentityKind.AGENT_IDENTITY), "client-unknown", "az ad sp show --id " + AGENT);

    AppRegistration agent = blueprint.agentIdentity(AGENT);
    agent.disable();
    assertCause(
        check(IdentityKind.AGENT_IDENTITY),
        "client-disabled",
        "az ad sp update --id " + AGENT + " --set accountEnabled=true");

    agent.recover();
    assertThat(check(IdentityKind.AGENT_IDENTITY)).contains("✓ sign-in", "agent identity " + AGENT);
  }

  @Test
  void an_identity_binding_that_is_not_complete_is_told() {
    Map<String, String> binding = new HashMap<>(azure.environment(IdentityKind.AKS_TOKEN_PROXY));
    assertThat(check(binding)).contains("✓ sign-in");

    binding.remove("AZURE_KUBERNETES_TOKEN_PROXY");
    assertCause(check(binding), "identity-binding-incomplete", "use-identity-binding: !!str true");
  }

  @Test
  void a_service_account_that_may_not_use_the_identity_is_told_with_the_proxys_words() {
    azure.tokenProxy().forbid(azure.clientId());

    assertCause(
        check(IdentityKind.AKS_TOKEN_PROXY),
        "identity-binding-refuses",
        "az aks identity-binding list",
        "kubectl auth can-i use-managed-identity " + azure.clientId());
  }

  @Test
  void a_pod_whose_service_account_is_not_in_the_federated_credential_is_told() {
    directory()
        .register(azure.clientId())
        .trusts("https://cluster.example/", "system:serviceaccount:shop:other", EXCHANGE);

    assertCause(
        check(IdentityKind.WORKLOAD_IDENTITY),
        "federation-issuer",
        "az identity federated-credential create --identity-name <identity>");
  }
}
