package io.foundryidentity.agent.instrumentation.copilotcli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foundryidentity.agent.bootstrap.ProcessBridge;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Programs of a Copilot CLI's name, started for real. */
class CopilotCliTest extends StartedProcesses {

  @AfterEach
  void nothing_failed() {
    assertThat(network().authorizer().failures()).isEmpty();
  }

  @Test
  void it_is_to_send_its_requests_to_the_gateway() throws Exception {
    Map<String, String> seen = run(builder(program("copilot").toString(), "-p", "hello"));

    assertThat(seen)
        .containsEntry("COPILOT_PROVIDER_BASE_URL", "http://127.0.0.1:65000/openai/v1")
        .containsEntry("COPILOT_PROVIDER_BEARER_TOKEN", "secret-0")
        .containsEntry("COPILOT_PROVIDER_TYPE", "openai")
        .doesNotContainKey("COPILOT_PROVIDER_API_KEY")
        .doesNotContainValue(KEY);
    assertThat(routes.opened).containsExactly("https://localhost:" + network().foundry().port());
  }

  @Test
  void the_rest_of_its_environment_is_what_the_application_wrote() throws Exception {
    Path copilot = program("copilot");
    ProcessBuilder builder = builder(copilot.toString());
    builder.environment().put("MINE", "ä, 日本");
    builder.environment().remove("HOME");
    Map<String, String> with = run(builder);
    ProcessBridge.install(null);
    Map<String, String> without = run(builder);

    assertThat(onlyOthers(with)).isEqualTo(onlyOthers(without)).doesNotContainKey("HOME");
  }

  private static Map<String, String> onlyOthers(Map<String, String> environment) {
    Map<String, String> others = new HashMap<>(environment);
    others.keySet().removeIf(name -> name.startsWith("COPILOT_PROVIDER_"));
    return others;
  }

  @Test
  void the_applications_builder_stays_as_it_was() throws Exception {
    ProcessBuilder builder = builder(program("copilot").toString(), "-p", "hello");
    Map<String, String> map = builder.environment();
    Map<String, String> before = new HashMap<>(map);
    List<String> command = new ArrayList<>(builder.command());
    Process process = builder.start();

    assertThat(builder.environment()).isSameAs(map).isEqualTo(before);
    assertThat(builder.command()).isEqualTo(command);
    assertThat(process.info().toString()).doesNotContain("secret-0");
    finish(process);
  }

  @Test
  void a_builder_that_is_used_by_two_at_once_gives_each_its_own() throws Exception {
    ProcessBuilder builder = builder(program("copilot").toString());
    Process first = builder.start();
    Process second = builder.start();

    assertThat(environmentOf(first)).containsEntry("COPILOT_PROVIDER_BEARER_TOKEN", "secret-0");
    assertThat(environmentOf(second)).containsEntry("COPILOT_PROVIDER_BEARER_TOKEN", "secret-1");
    finish(second);
    assertThat(routes.closed.poll(30, TimeUnit.SECONDS)).isEqualTo("secret-1");
    assertThat(routes.closed).isEmpty();
    finish(first);
    assertThat(routes.closed.poll(30, TimeUnit.SECONDS)).isEqualTo("secret-0");
  }

  @Test
  void its_way_is_closed_when_it_is_killed() throws Exception {
    Process process = builder(program("copilot").toString()).start();
    environmentOf(process);
    assertThat(routes.closed).isEmpty();
    process.destroyForcibly();

    assertThat(routes.closed.poll(30, TimeUnit.SECONDS)).isEqualTo("secret-0");
  }

  @Test
  void its_way_is_closed_where_it_cannot_be_started() {
    ProcessBuilder builder = builder(folder.resolve("copilot").toString());

    assertThatThrownBy(builder::start)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("No such file");
    assertThat(routes.closed).containsExactly("secret-0");
  }

  @Test
  void a_script_of_npms_is_one_too() throws Exception {
    Path node = program("node");
    String script = folder.resolve("node_modules/@github/copilot/npm-loader.js").toString();

    assertThat(run(builder(node.toString(), script, "-p", "hello")))
        .containsEntry("COPILOT_PROVIDER_BEARER_TOKEN", "secret-0");
  }

  @Test
  void a_pipeline_starts_one_too() throws Exception {
    ProcessBuilder copilot = builder(program("copilot").toString());
    List<Process> processes =
        ProcessBuilder.startPipeline(List.of(copilot, new ProcessBuilder("cat")));
    Map<String, String> seen = environmentOf(processes.get(1));
    finish(processes.get(0));

    assertThat(seen).containsEntry("COPILOT_PROVIDER_BEARER_TOKEN", "secret-0");
  }

  @Test
  void runtime_exec_starts_one_too() throws Exception {
    String[] environment = {
      "COPILOT_PROVIDER_BASE_URL=" + network().target("/openai/v1"), "PATH=" + System.getenv("PATH")
    };
    Process process =
        Runtime.getRuntime().exec(new String[] {program("copilot").toString()}, environment);
    Map<String, String> seen = environmentOf(process);
    finish(process);

    assertThat(seen)
        .containsEntry("COPILOT_PROVIDER_BEARER_TOKEN", "secret-0")
        .doesNotContainKey("HOME");
  }

  @Test
  void azures_wire_without_a_path_has_a_path_that_counts() throws Exception {
    ProcessBuilder builder = builder(program("copilot").toString());
    builder.environment().put("COPILOT_PROVIDER_BASE_URL", network().target("").toString());
    builder.environment().put("COPILOT_PROVIDER_TYPE", "azure");

    assertThat(run(builder)).containsEntry("COPILOT_PROVIDER_BASE_URL", "http://127.0.0.1:65000");
    assertThat(network().authorizer().questions().get(0).path()).isEqualTo("/openai/");
  }

  @Test
  void it_asks_no_proxy_for_the_gateway() throws Exception {
    ProcessBuilder builder = builder(program("copilot").toString());
    builder.environment().put("HTTPS_PROXY", "http://proxy.test:8080");
    builder.environment().put("NO_PROXY", "a.test");
    builder.environment().remove("no_proxy");

    assertThat(run(builder))
        .containsEntry("HTTPS_PROXY", "http://proxy.test:8080")
        .containsEntry("NO_PROXY", "a.test,127.0.0.1")
        .containsEntry("no_proxy", "a.test,127.0.0.1");
    assertThat(builder.environment())
        .containsEntry("NO_PROXY", "a.test")
        .doesNotContainKey("no_proxy");
  }

  @Test
  void another_program_is_left_alone() throws Exception {
    Map<String, String> seen = run(builder(program("other").toString(), "copilot"));

    assertThat(seen)
        .containsEntry("COPILOT_PROVIDER_BASE_URL", network().target("/openai/v1").toString())
        .containsEntry("COPILOT_PROVIDER_API_KEY", KEY);
    assertThat(network().authorizer().questions()).isEmpty();
    assertThat(new ProcessBuilder("ls", folder.toString()).start().waitFor()).isZero();
  }

  @Test
  void for_a_stranger_it_is_left_alone() throws Exception {
    ProcessBuilder builder = builder(program("copilot").toString());
    String stranger = network().stranger("/v1").toString();
    builder.environment().put("COPILOT_PROVIDER_BASE_URL", stranger);

    assertThat(run(builder))
        .containsEntry("COPILOT_PROVIDER_BASE_URL", stranger)
        .containsEntry("COPILOT_PROVIDER_API_KEY", KEY);
    assertThat(routes.opened).isEmpty();
  }

  @Test
  void without_a_gateway_it_starts_as_the_application_wrote_it() throws Exception {
    routes.available = false;

    assertThat(run(builder(program("copilot").toString())))
        .containsEntry("COPILOT_PROVIDER_BASE_URL", network().target("/openai/v1").toString())
        .containsEntry("COPILOT_PROVIDER_API_KEY", KEY);
  }

  @Test
  void without_a_token_yet_it_goes_over_the_gateway_all_the_same() throws Exception {
    network().authorizer().haveNoToken();
    assertThat(run(builder(program("copilot").toString())))
        .containsEntry("COPILOT_PROVIDER_BEARER_TOKEN", "secret-0");

    network().authorizer().failByPolicy("the identity endpoint is down");
    assertThat(run(builder(program("copilot").toString())))
        .containsEntry("COPILOT_PROVIDER_BEARER_TOKEN", "secret-1");
  }

  private static Map<String, String> run(ProcessBuilder builder)
      throws IOException, InterruptedException {
    Process process = builder.start();
    Map<String, String> seen = environmentOf(process);
    finish(process);
    return seen;
  }
}
