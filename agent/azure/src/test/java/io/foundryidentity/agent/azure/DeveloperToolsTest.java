package io.foundryidentity.agent.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Azure CLI, PowerShell and Developer CLI as scripts on PATH, away from Azure. */
class DeveloperToolsTest {

  @TempDir Path bin;

  @BeforeEach
  void needs_a_shell() {
    assumeFalse(System.getProperty("os.name").startsWith("Windows"), "scripts for /bin/sh");
  }

  private void tool(String name, String script) throws IOException {
    Path file = bin.resolve(name);
    Files.writeString(
        file, "#!/bin/sh\necho \"$@\" > \"" + bin + "/" + name + ".args\"\n" + script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private ChildJvm jvm() {
    return new ChildJvm().with("PATH", bin + ":/usr/bin:/bin");
  }

  private static long inAnHour() {
    return Instant.now().getEpochSecond() + 3600;
  }

  private void azureCli() throws IOException {
    tool(
        "az",
        "echo '{\"accessToken\": \"opaque-token\", \"expires_on\": "
            + inAnHour()
            + ", \"expiresOn\": \"2099-01-01 00:00:00.000000\", \"tokenType\": \"Bearer\"}'\n");
  }

  @Test
  void with_nothing_else_available_azure_cli_answers_within_three_seconds() throws Exception {
    azureCli();
    ChildJvm.Output output = jvm().run("credential=default");
    assertThat(output.result()).startsWith("token ").contains("{\"opaque\":12}");
    assertThat(output.millis()).isLessThan(3000);
    assertThat(Files.readString(bin.resolve("az.args")))
        .contains("account get-access-token")
        .contains("--resource https://cognitiveservices.azure.com")
        .doesNotContain("--tenant");
  }

  @Test
  void where_the_metadata_service_swallows_packets_the_probe_gives_up_in_a_second()
      throws Exception {
    azureCli();
    try (ScriptedServer silent = new ScriptedServer(out -> Thread.sleep(20_000))) {
      ChildJvm.Output output =
          jvm().with("AZURE_POD_IDENTITY_AUTHORITY_HOST", silent.url()).run("credential=default");
      assertThat(output.result()).startsWith("token ");
      assertThat(output.millis()).isLessThan(4000);
      assertThat(silent.requests).hasSize(1);
    }
  }

  @Test
  void azure_cli_is_asked_for_the_configured_tenant() throws Exception {
    azureCli();
    assertThat(jvm().run("credential=azure-cli", "tenant-id=my-tenant").result())
        .startsWith("token ");
    assertThat(Files.readString(bin.resolve("az.args"))).contains("--tenant my-tenant");
  }

  @Test
  void an_azure_cli_without_an_account_is_told_with_advice() throws Exception {
    tool("az", "echo \"ERROR: Please run 'az login' to setup account.\"\nexit 1\n");
    assertThat(jvm().run("credential=azure-cli").result())
        .startsWith("failure ")
        .contains("az login");
  }

  @Test
  void azure_powershell_answers_where_azure_cli_does_not() throws Exception {
    tool("pwsh", "echo 'WARNING: a new version'\necho 'FOUNDRY-TOKEN " + inAnHour() + " opaque'\n");
    assertThat(jvm().run("credential=default").result()).startsWith("token life=3").contains(":6}");
  }

  @Test
  void azure_developer_cli_answers_last() throws Exception {
    tool("azd", "echo '{\"token\": \"opaque\", \"expiresOn\": \"2099-01-01T00:00:00Z\"}'\n");
    assertThat(jvm().run("credential=default").result()).startsWith("token ").contains(":6}");
  }

  @Test
  void with_nothing_at_all_the_failure_names_every_credential_and_its_reason() throws Exception {
    ChildJvm.Output output = jvm().run("credential=default");
    assertThat(output.result())
        .startsWith("failure no credential answered: ")
        .contains("EnvironmentCredential: not set: AZURE_CLIENT_ID AZURE_TENANT_ID; ")
        .contains("WorkloadIdentityCredential: not set: ")
        .contains("ManagedIdentityCredential: no managed identity endpoint here (127.0.0.1: ")
        .contains("AzureCliCredential: Azure CLI not installed.; ")
        .contains("AzurePowerShellCredential: Azure PowerShell is not installed")
        .contains("AzureDeveloperCliCredential: Azure Developer CLI not installed.");
    assertThat(output.millis()).isLessThan(5000);
  }
}
