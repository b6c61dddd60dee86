package io.foundryidentity.agent.instrumentation.copilotcli;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.bootstrap.ProcessBridge;
import io.foundryidentity.agent.instrumentation.testing.FakeGatewayRoutes;
import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** This JVM with its processes looked at, and programs that print their environment. */
abstract class StartedProcesses {

  static final String KEY = "a-placeholder-that-opens-nothing";

  @TempDir Path folder;

  final FakeGatewayRoutes routes = new FakeGatewayRoutes();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private TestNetwork network;

  @BeforeEach
  final void instrument() {
    network = TestNetwork.fresh();
    InstrumentedJvm.instrument(new CopilotCliInstrumentation());
    ProcessBridge.install(new CliProcesses(network.authorizer(), routes, threads));
  }

  @AfterEach
  final void end() {
    ProcessBridge.install(null);
    threads.shutdown();
  }

  final TestNetwork network() {
    return network;
  }

  /** A program that prints its environment and ends when it is told so, by the end of its input. */
  final Path program(String name) throws IOException {
    Path program = folder.resolve(name);
    Files.writeString(program, "#!/bin/sh\nenv\necho end\ncat >/dev/null\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    return program;
  }

  /** Of a program with the variables of a target. */
  final ProcessBuilder builder(String... command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("COPILOT_PROVIDER_BASE_URL", network.target("/openai/v1").toString());
    builder.environment().put("COPILOT_PROVIDER_TYPE", "openai");
    builder.environment().put("COPILOT_PROVIDER_API_KEY", KEY);
    return builder;
  }

  /** What such a program prints; it goes on. */
  static Map<String, String> environmentOf(Process process) throws IOException {
    Map<String, String> environment = new LinkedHashMap<>();
    var lines = process.inputReader(StandardCharsets.UTF_8);
    for (String line = lines.readLine(); !"end".equals(line); line = lines.readLine()) {
      int equals = line.indexOf('=');
      environment.put(line.substring(0, Math.max(0, equals)), line.substring(equals + 1));
    }
    return environment;
  }

  static void finish(Process process) throws IOException, InterruptedException {
    process.getOutputStream().close();
    process.waitFor();
  }
}
