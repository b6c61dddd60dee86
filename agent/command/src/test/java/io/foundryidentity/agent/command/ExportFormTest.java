package io.foundryidentity.agent.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each form says the same; a shell's is executed by a shell here. */
class ExportFormTest {

  private static final Map<String, String> BEFORE =
      Map.of(
          "AZURE_CLIENT_SECRET", "secret",
          "AZURE_OPENAI_API_KEY", "a-key",
          "NO_PROXY", "a.example");

  private final ClientEnvironment client =
      new ClientEnvironment(
          "http://127.0.0.1:1234/it's$(here)",
          "the-secret",
          "http://127.0.0.1:1234/foundry-gateway/msi/token",
          "the-header");

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void a_shell_gets_the_environment_that_a_command_gets() throws Exception {
    for (Map<String, String> before : List.of(BEFORE, Map.of("no_proxy", "*"), Map.of("A", "b"))) {
      assertThat(inShell(before)).containsExactlyEntriesOf(withoutShell(client.appliedTo(before)));
    }
  }

  /** Line by line, with errors for variables that are not set. */
  private Map<String, String> inShell(Map<String, String> before)
      throws IOException, InterruptedException {
    StringBuilder script = new StringBuilder("set -u\n");
    for (String line : ExportForm.SHELL.lines(client, before)) {
      script.append("eval ").append(ShellWord.quoted(line)).append('\n');
    }
    ProcessBuilder shell = new ProcessBuilder("/bin/sh", "-c", script + "exec /usr/bin/env");
    shell.environment().clear();
    shell.environment().putAll(before);
    Process process = shell.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    Map<String, String> all = new HashMap<>();
    out.lines().forEach(line -> all.put(line.split("=", 2)[0], line.split("=", 2)[1]));
    return withoutShell(all);
  }

  private static Map<String, String> withoutShell(Map<String, String> all) {
    Map<String, String> own = new TreeMap<>(all);
    List.of("PWD", "OLDPWD", "SHLVL", "_").forEach(own::remove);
    return own;
  }

  @Test
  void json_has_null_for_what_must_not_be_set() {
    assertThat(ExportForm.JSON.lines(client, BEFORE))
        .singleElement()
        .asString()
        .startsWith("{\"FOUNDRY_GATEWAY_BASE_URL\":\"http://127.0.0.1:1234/it's$(here)\",")
        .contains("\"AZURE_OPENAI_API_KEY\":\"the-secret\"")
        .contains("\"NO_PROXY\":\"a.example,127.0.0.1\"")
        .contains("\"AZURE_CLIENT_SECRET\":null", "\"IMDS_ENDPOINT\":null")
        .endsWith("}");
  }

  @Test
  void docker_reads_values_as_they_are() {
    assertThat(ExportForm.DOCKER.lines(client, BEFORE))
        .contains(
            "FOUNDRY_GATEWAY_BASE_URL=http://127.0.0.1:1234/it's$(here)",
            "IDENTITY_HEADER=the-header",
            "NO_PROXY=a.example,127.0.0.1")
        .noneMatch(line -> line.startsWith("AZURE_CLIENT_SECRET"))
        .allMatch(line -> line.matches("[A-Za-z_]+=.+"));
  }

  @Test
  void powershell_gets_words_that_mean_themselves() {
    assertThat(ExportForm.POWERSHELL.lines(client, BEFORE))
        .contains(
            "$env:FOUNDRY_GATEWAY_BASE_URL = 'http://127.0.0.1:1234/it''s$(here)'",
            "$env:IDENTITY_HEADER = 'the-header'",
            "if ($env:AZURE_OPENAI_API_KEY) { $env:AZURE_OPENAI_API_KEY = 'the-secret' }",
            "$env:NO_PROXY = 'a.example,127.0.0.1'")
        .anyMatch(
            line ->
                line.startsWith("Remove-Item -ErrorAction Ignore Env:AZURE_CLIENT_SECRET, Env:"));
  }

  @ParameterizedTest
  @CsvSource({"jsn,json", "bash,shell", "pwsh,powershell", "dokcer,docker"})
  void of_a_wrong_form_the_nearest_is_named(String wrong, String nearest) {
    assertThatThrownBy(() -> ExportForm.of(wrong))
        .hasMessage(
            "--export='"
                + wrong
                + "' is not one of shell, json, docker, powershell; the nearest is "
                + nearest);
  }

  @Test
  void capitals_do_not_matter() {
    assertThat(ExportForm.of("PowerShell")).isEqualTo(ExportForm.POWERSHELL);
  }
}
