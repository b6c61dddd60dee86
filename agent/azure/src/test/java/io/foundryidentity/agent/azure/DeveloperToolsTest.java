package io.foundryidentity.agent.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Azure CLI, PowerShell and Developer CLI as scripts on PATH, outside Azure. */
class DeveloperToolsTest {

  @TempDir Path bin;

  /** How long this test's programs sleep: other runs of it have other ones. */
  private final String seconds = Long.toString(10_000_000_000L + System.nanoTime() % 1_000_000_000);

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
  void with_nothing_else_available_azure_cli_answers_without_the_pauses_of_the_others()
      throws Exception {
    azureCli();
    ChildJvm.Output output = jvm().run("credential=default");
    assertThat(output.result()).startsWith("token ").contains("{\"opaque\":12}");
    // Most of it loads classes, which takes a busy machine seconds; retries would take 25 more
    assertThat(output.millis()).isLessThan(20_000);
    assertThat(Files.readString(bin.resolve("az.args")))
        .contains("account get-access-token")
        .contains("--resource https://cognitiveservices.azure.com")
        .doesNotContain("--tenant");
  }

  @Test
  void where_the_metadata_service_swallows_packets_the_probe_gives_up_in_a_second()
      throws Exception {
    azureCli();
    try (ScriptedServer silent = new ScriptedServer(out -> Thread.sleep(60_000))) {
      ChildJvm.Output output =
          jvm().with("AZURE_POD_IDENTITY_AUTHORITY_HOST", silent.url()).run("credential=default");
      assertThat(output.result()).startsWith("token ");
      assertThat(output.millis()).isLessThan(20_000);
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
        .contains("AzureCliCredential: Azure CLI is not installed (az is not in PATH); ")
        .contains("AzurePowerShellCredential: Azure PowerShell is not installed")
        .contains(
            "AzureDeveloperCliCredential: Azure Developer CLI is not installed (azd is not in"
                + " PATH)");
    assertThat(output.millis()).isLessThan(20_000);
  }

  /** In the application's current directory, in which others may be able to write. */
  private Path currentDirectoryWithTools() throws IOException {
    Path current = Files.createDirectory(bin.resolve("current"));
    Path program = Files.createDirectory(current.resolve("bin"));
    for (Path folder : List.of(current, program)) {
      script(
          folder.resolve("az"),
          "touch '" + bin + "/started'\n" + "echo '{\"accessToken\": \"evil\"}'\n");
      script(folder.resolve("azd"), "touch '" + bin + "/started'\n");
      script(
          folder.resolve("pwsh"),
          "touch '" + bin + "/started'\necho 'FOUNDRY-TOKEN " + inAnHour() + " evil'\n");
    }
    return current;
  }

  private static void script(Path file, String script) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ":/usr/bin:/bin",
        "/usr/bin:/bin:",
        "/usr/bin::/bin",
        ".:/usr/bin:/bin",
        "bin:/usr/bin:/bin",
        "./bin:/usr/bin:/bin",
        "../current:/usr/bin:/bin",
      })
  void a_tool_in_the_current_directory_is_never_started(String path) throws Exception {
    Path current = currentDirectoryWithTools();
    ChildJvm.Output output =
        new ChildJvm().with("PATH", path).in(current).run("credential=default");
    assertThat(bin.resolve("started")).doesNotExist();
    assertThat(output.result())
        .startsWith("failure ")
        .contains(
            "Azure CLI is not installed (az is not in PATH, whose empty and relative parts are not"
                + " searched)")
        .contains("Azure PowerShell is not installed (pwsh is not in PATH, whose ");
  }

  @Test
  void a_tool_runs_in_a_folder_of_the_system_with_a_path_without_relative_parts() throws Exception {
    Path current = currentDirectoryWithTools();
    tool("az", "pwd > '" + bin + "/folder'\necho \"$PATH\" > '" + bin + "/path'\nhelper\n");
    script(current.resolve("helper"), "touch '" + bin + "/started'\n");
    new ChildJvm()
        .with("PATH", ":.:" + bin + ":bin:/usr/bin:/bin:")
        .in(current)
        .run("credential=azure-cli");
    assertThat(bin.resolve("folder")).content().isEqualTo("/\n");
    assertThat(bin.resolve("path")).content().isEqualTo(bin + ":/usr/bin:/bin\n");
    assertThat(bin.resolve("started")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"az", "azd", "pwsh"})
  void a_tool_in_a_folder_that_everybody_may_write_is_not_started(String name) throws Exception {
    Path open = Files.createDirectory(bin.resolve("open"));
    Path below = Files.createDirectory(open.resolve("below"));
    script(open.resolve(name), "touch '" + bin + "/started'\n");
    script(below.resolve(name), "touch '" + bin + "/started'\n");
    for (String permissions : List.of("rwxrwxrwx", "rwxr-xrwx")) {
      Files.setPosixFilePermissions(open, PosixFilePermissions.fromString(permissions));
      for (Path folder : List.of(open, below)) {
        assertThat(
                new ChildJvm()
                    .with("PATH", folder + ":/usr/bin")
                    .run("credential=default")
                    .result())
            .contains(
                " is not started: everybody may write its file "
                    + name
                    + " or a folder on its path");
      }
    }
    assertThat(bin.resolve("started")).doesNotExist();
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void a_tool_that_everybody_may_write_is_not_started_and_the_next_one_is() throws Exception {
    Path first = Files.createDirectory(bin.resolve("first"));
    script(first.resolve("az"), "touch '" + bin + "/started'\n");
    Files.setPosixFilePermissions(
        first.resolve("az"), PosixFilePermissions.fromString("rwxrwxrwx"));
    azureCli();
    assertThat(
            new ChildJvm()
                .with("PATH", first + ":" + bin + ":/usr/bin:/bin")
                .run("credential=azure-cli")
                .result())
        .startsWith("token ");
    assertThat(bin.resolve("started")).doesNotExist();
  }

  @Test
  void the_folder_behind_a_link_counts() throws Exception {
    Path open = Files.createDirectory(bin.resolve("open"));
    script(open.resolve("az"), "touch '" + bin + "/started'\n");
    Files.createSymbolicLink(bin.resolve("az"), open.resolve("az"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(jvm().run("credential=azure-cli").result())
        .contains("Azure CLI is not started: everybody may write ");
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(bin.resolve("started")).doesNotExist();
  }

  @Test
  void a_tool_that_prints_more_than_a_pipe_holds_is_read_to_its_end() throws Exception {
    tool(
        "az",
        "head -c 200000 /dev/zero | tr '\\0' 'w'\necho\n"
            + "echo '{\"accessToken\": \"opaque-token\", \"expires_on\": "
            + inAnHour()
            + "}'\n");
    assertThat(jvm().run("credential=azure-cli").result()).startsWith("token ");
  }

  @Test
  void a_tool_that_leaves_a_program_behind_does_not_hold_the_request() throws Exception {
    tool(
        "az",
        "sleep 60 &\necho '{\"accessToken\": \"opaque\", \"expires_on\": " + inAnHour() + "}'\n");
    ChildJvm.Output output = jvm().run("credential=azure-cli");
    assertThat(output.result()).startsWith("token ");
    assertThat(output.millis()).isLessThan(40_000);
  }

  private String token() {
    return "{\"accessToken\": \"opaque-token\", \"expires_on\": " + inAnHour() + "}";
  }

  @Test
  void warnings_beside_a_good_answer_are_no_failure() throws Exception {
    // A piece of the answer, a warning, and so on: on one stream nobody could tell them apart
    tool(
        "az",
        "echo 'WARNING: {\"accessToken\": 1}' >&2\nprintf '{\"accessToken\": \"opa'\n"
            + "echo 'ERROR: az login' >&2\nprintf 'que-token\", \"expires_on\": "
            + inAnHour()
            + "}'\necho 'WARNING: new version' >&2\n");
    assertThat(jvm().run("credential=azure-cli").result()).startsWith("token ").contains(":12}");
    tool(
        "pwsh",
        "printf '\\033[33;1mWARNING: x\\033[0m\\r\\n\\r\\n' \necho warning >&2\n"
            + "printf '\\033[0mFOUNDRY-TOKEN "
            + inAnHour()
            + " opaque\\r\\n'\n");
    assertThat(jvm().run("credential=azure-powershell").result()).contains(":6}");
    tool(
        "azd",
        "printf '\\357\\273\\277\\n\\n\\033[33mWARNING: {out of date}\\033[0m\\n'\n"
            + "printf '\\033[0m {\"token\": \"opaque\", \"expiresOn\": \"2099\"}\\n'\n");
    assertThat(jvm().run("credential=azure-developer-cli").result())
        .startsWith("token life=3")
        .contains(":6}");
  }

  @Test
  void an_answer_of_a_tool_that_failed_is_not_used() throws Exception {
    tool("az", "echo '" + token() + "'\nexit 3\n");
    tool("pwsh", "echo 'FOUNDRY-TOKEN " + inAnHour() + " opaque'\nexit 1\n");
    tool("azd", "exit 0\n");
    assertThat(jvm().run("credential=default").result())
        .contains("AzureCliCredential: Azure CLI gave no token (exit code 3); ")
        .contains("AzurePowerShellCredential: Azure PowerShell has no signed-in account")
        .contains("AzureDeveloperCliCredential: Azure Developer CLI printed nothing (exit code 0)");
  }

  @Test
  void a_workload_identity_that_fails_is_not_replaced_by_the_developer() throws Exception {
    azureCli();
    Path file = Files.writeString(bin.resolve("token"), "an-assertion");
    String result =
        jvm()
            .with("AZURE_CLIENT_ID", "11111111-2222-4333-8444-555555555555")
            .with("AZURE_TENANT_ID", "11111111-2222-4333-8444-666666666666")
            .with("AZURE_FEDERATED_TOKEN_FILE", file.toString())
            .with("AZURE_AUTHORITY_HOST", "https://127.0.0.1:" + ChildJvm.closedPort() + "/")
            .run("credential=default")
            .result();
    assertThat(result).startsWith("failure WorkloadIdentityCredential: 127.0.0.1: ");
    assertThat(bin.resolve("az.args")).doesNotExist();
  }

  @Test
  void a_failure_that_is_told_on_standard_error_is_understood() throws Exception {
    tool("az", "echo \"Please run 'az login' to setup account.\" >&2\nexit 1\n");
    tool("azd", "echo 'ERROR: AADSTS700082: x' >&2\nexit 1\n");
    assertThat(jvm().run("credential=azure-cli").result())
        .isEqualTo("failure no account: sign in with az login");
    assertThat(jvm().run("credential=azure-developer-cli").result())
        .isEqualTo("failure Azure Developer CLI gave no token (exit code 1, AADSTS700082)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " >&2"})
  void a_tool_that_prints_for_ever_is_ended(String stream) throws Exception {
    tool("az", "while true; do echo '{\"a\": 1}'; done" + stream + "\n");
    assertThat(jvm().run("credential=azure-cli").result())
        .isEqualTo("failure Azure CLI printed more than 1 MiB, so it was ended");
  }

  @Test
  void a_tool_that_hangs_is_ended_at_its_limit_with_all_that_it_has_started() throws Exception {
    tool("az", "(sleep N & sleep N) &\n(setsid sleep N &)\nsleep N\n".replace("N", seconds));
    ChildJvm.Output output = jvm().run("credential=azure-cli");
    assertThat(output.result())
        .isEqualTo(
            "failure Azure CLI did not answer within 10 seconds, so it was ended: run it by hand to"
                + " see what it waits for");
    assertThat(output.millis()).isBetween(9_000L, 40_000L);
    assertNoneSleeping();
  }

  @Test
  void a_tool_is_ended_with_the_fetch_that_has_started_it() throws Exception {
    tool("az", "(setsid sleep N &)\nsleep N\n".replace("N", seconds));
    assertThat(jvm().run("credential=azure-cli", "bound=1500", "stay=5000").result())
        .isEqualTo("failure no token within 1500 ms");
    assertNoneSleeping();
  }

  /** A process that was killed is there for a moment longer. */
  private void assertNoneSleeping() {
    long latest = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!sleeping().isEmpty() && System.nanoTime() < latest) {
      LockSupport.parkNanos(5_000_000);
    }
    assertThat(sleeping()).isEmpty();
  }

  /** The command lines of this test's sleeping programs. */
  private List<String> sleeping() {
    return ProcessHandle.allProcesses()
        .map(process -> process.info().commandLine().orElse(""))
        .filter(line -> line.endsWith("sleep " + seconds))
        .toList();
  }

  @Test
  void of_a_failure_only_a_code_of_entra_is_told() throws Exception {
    tool("az", "echo 'ERROR: AADSTS700082: the refresh token s3cr3t has expired'\nexit 1\n");
    tool("azd", "echo '{\"token\": \"s3cr3t\"}'\nexit 1\n");
    tool("pwsh", "echo 'FOUNDRY-TOKEN s3cr3t'\n");
    assertThat(jvm().run("credential=default").result())
        .contains("AzureCliCredential: Azure CLI gave no token (exit code 1, AADSTS700082); ")
        .contains("Azure PowerShell answered without a token; ")
        .doesNotContain("s3cr3t");
  }
}
