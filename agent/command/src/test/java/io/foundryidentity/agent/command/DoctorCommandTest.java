package io.foundryidentity.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoctorCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  @Test
  void the_file_is_new_and_for_its_owner_only() throws IOException {
    Path file = folder.resolve("doctor.txt");

    assertThat(run("doctor", "--no-check", "--output", file.toString())).isZero();

    assertThat(Files.readString(file))
        .contains("agent: 1.2.3", "java.version: ", "time (UTC): ", "== configuration", "== clock");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(out.toString()).contains("wrote " + file).contains("versions of this command");
  }

  @Test
  void a_file_that_exists_is_not_overwritten() throws IOException {
    Path file = Files.writeString(folder.resolve("mine.txt"), "mine");

    assertThat(run("doctor", "--no-check", "--output", file.toString())).isEqualTo(1);

    assertThat(Files.readString(file)).isEqualTo("mine");
    assertThat(err.toString()).contains("exists already");
  }

  @Test
  void a_configuration_with_a_mistake_is_in_it() {
    assertThat(run("doctor", "--no-check", "--output", "-", "--agent-arguments", "hots=x"))
        .isZero();
    assertThat(out.toString()).contains("mistake: 'hots' (agent argument)");
  }

  @Test
  void the_check_is_in_it_with_its_exit_code() {
    assertThat(run("doctor", "--output", "-", "--agent-arguments", "hots=x")).isZero();
    assertThat(out.toString()).containsPattern("== check\nexit code: 2\n.*'hots'");
  }

  @Test
  void a_process_that_does_not_exist_is_a_line_of_it() {
    assertThat(run("doctor", "999999999", "--no-check", "--output", "-")).isZero();
    assertThat(out.toString()).contains("== the agent in process 999999999");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AZURE_CLIENT_SECRET|abcdefghijklmnop|AZURE_CLIENT_SECRET is set",
        "AZURE_CLIENT_ID|11111111-2222-3333-4444-555555555555|AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555",
        "AZURE_TENANT_ID|'tenant '|AZURE_TENANT_ID: tenant  (begins or ends with a blank or a line break)",
        "HTTPS_PROXY|http://me:open-sesame@proxy.example:3128|HTTPS_PROXY: http://***@proxy.example:3128",
        "https_proxy|me:sesame@proxy.example:3128|https_proxy: http://***@proxy.example:3128",
        "FOUNDRY_RESOURCE_URL|https://a.example/?sig=abc|FOUNDRY_RESOURCE_URL: https://a.example/",
        "JAVA_TOOL_OPTIONS|-Dpassword=sesame|JAVA_TOOL_OPTIONS is set",
        "OPENAI_API_KEY|sesame|OPENAI_API_KEY is set",
      })
  void of_a_variable_only_a_harmless_value_is_shown(String name, String value, String line) {
    DoctorReport report = new DoctorReport();
    new DoctorFacts(report, Map.of(name, value, "HOME", "/root")).environment();

    assertThat(report.toString().lines().skip(1)).containsExactly(line.replace("  ", " "));
  }

  @Test
  void json_becomes_lines_without_secrets() {
    DoctorReport report = new DoctorReport();
    report.tree(
        Map.of(
            "list", List.of(Map.of("a", 1.0), "Authorization: Bearer abcdefghijklmnopqrstuvwx")));

    assertThat(report.toString())
        .startsWith("list:\n  -\n    a: 1\n  - Authorization: ")
        .doesNotContain("abcdefghijkl");
  }

  @Test
  void what_fails_is_a_line_of_its_section() {
    DoctorReport report = new DoctorReport();
    report.section(
        "one",
        () -> {
          throw new IllegalStateException("broken");
        });
    report.section("two", () -> report.line("fine"));

    assertThat(report.toString()).contains("this section failed: ", "broken", "== two\nfine\n");
  }

  private int run(String... arguments) {
    return Commands.run(
        arguments, new UnusedParts(), new PrintWriter(out, true), new PrintWriter(err, true));
  }
}
