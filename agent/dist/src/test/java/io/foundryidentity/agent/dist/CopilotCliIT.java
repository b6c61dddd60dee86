package io.foundryidentity.agent.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.dist.program.StartCopilot;
import io.foundryidentity.simulator.IdentityKind;
import io.foundryidentity.simulator.Simulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the shipped agent looks at the processes of its JVM. */
class CopilotCliIT {

  private static final String WOVEN = "copilot-cli: instrumented java/lang/ProcessImpl";

  private static final String SDK =
      "package com.github.copilot; public final class CopilotClient {}";

  private static Simulator simulator;

  @TempDir private Path folder;
  private Path copilot;
  private String target;

  @BeforeAll
  static void start() {
    simulator = Simulator.builder().start();
  }

  @AfterAll
  static void stop() {
    simulator.close();
  }

  @BeforeEach
  void write_a_program() throws IOException {
    target = "https://localhost:" + simulator.foundry().port();
    copilot = folder.resolve("copilot");
    String prints = "$COPILOT_PROVIDER_BASE_URL $COPILOT_PROVIDER_BEARER_TOKEN";
    Files.writeString(copilot, "#!/bin/sh\necho \"" + prints + "\"\n");
    assertThat(copilot.toFile().setExecutable(true)).isTrue();
  }

  @Test
  void with_all_clients_a_program_without_the_sdk_starts_its_processes_as_without_the_agent() {
    ChildJvm.Ended ended = program("all").arguments(target + "/openai/v1/models").run();

    assertThat(ended.out()).contains(target + "/openai/v1 the-applications-own\n");
    assertThat(ended.err()).contains("instrumented").doesNotContain("ProcessImpl");
  }

  @Test
  void and_one_that_uses_no_client_sees_the_first_line_only() {
    ChildJvm.Ended ended = program("all").run();

    assertThat(ended.out()).isEqualTo(target + "/openai/v1 the-applications-own\n");
    assertThat(ended.err().lines()).singleElement().asString().contains(" is active for [");
  }

  @Test
  void named_it_leads_the_first_process_over_the_gateway() {
    ChildJvm.Ended ended = program("copilot-cli").run();

    assertOverTheGateway(ended);
    assertThat(ended.err()).contains("Copilot CLI started: openai at localhost:");
  }

  @Test
  void named_beside_all_it_does_so_too() {
    assertOverTheGateway(program("all,copilot-cli").run());
  }

  @Test
  void a_sight_of_the_sdk_brings_it_in_where_processes_were_started_before() throws IOException {
    ChildJvm.Ended ended = withSdk(program("all")).run();

    String before = target + "/openai/v1 the-applications-own\n";
    assertThat(ended.out()).startsWith(before);
    assertOverTheGateway(
        new ChildJvm.Ended(0, ended.out().substring(before.length()), ended.err()));
  }

  private static void assertOverTheGateway(ChildJvm.Ended ended) {
    assertThat(ended.out()).matches("http://127\\.0\\.0\\.1:\\d+/openai/v1 [\\w-]{43}\n");
    assertThat(ended.err()).containsOnlyOnce(WOVEN);
    String secret = ended.out().trim().split(" ")[1];
    assertThat(ended.err()).doesNotContain(secret);
  }

  private ChildJvm program(String clients) {
    return ChildJvm.running(Path.of(ChildJvm.testClasses() + ":" + folder), StartCopilot.class)
        .agent("hosts=" + target + ",log-level=debug,clients=" + clients)
        .option("-Dcopilot=" + copilot)
        .options(simulator.certificates().trustProperties())
        .environment(simulator.identity().environment(IdentityKind.APP_SERVICE))
        .environment("COPILOT_PROVIDER_BASE_URL", target + "/openai/v1")
        .environment("COPILOT_PROVIDER_BEARER_TOKEN", "the-applications-own");
  }

  /** A class of the SDK's name, and nothing behind it. */
  private ChildJvm withSdk(ChildJvm program) throws IOException {
    Path source = Files.writeString(folder.resolve("CopilotClient.java"), SDK);
    List<String> compile = List.of("-d", folder.toString(), source.toString());
    int exit =
        ToolProvider.getSystemJavaCompiler().run(null, null, null, compile.toArray(new String[0]));
    assertThat(exit).isZero();
    return program.option("-Dsdk=com.github.copilot.CopilotClient");
  }
}
