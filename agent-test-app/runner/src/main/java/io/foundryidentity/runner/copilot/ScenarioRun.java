package io.foundryidentity.runner.copilot;

import io.foundryidentity.runner.cases.Checkout;
import io.foundryidentity.runner.copilot.Scenario.How;
import io.foundryidentity.runner.process.Call;
import io.foundryidentity.runner.process.CaseProcess;
import io.foundryidentity.runner.process.Jvm;
import io.foundryidentity.runner.testbed.TestBed;
import io.foundryidentity.simulator.IdentityKind;
import io.foundryidentity.simulator.SettableClock;
import io.foundryidentity.simulator.Simulator;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs scenarios with a simulator of their own each, with and without the agent. */
final class ScenarioRun {

  private static final Duration LIFE = Duration.ofSeconds(8);

  /** Half of it is longer than a turn, also on a busy machine: in a turn it cannot be replaced. */
  private static final Duration LIFE_OF_TOLD = Duration.ofSeconds(32);

  private static final long PAUSE_MILLIS = 2000;

  /** For a run that hangs: all plays together wait for their tokens' ends for minutes. */
  private static final Duration LIMIT = Duration.ofMinutes(15);

  /**
   * Without the agent the token expires after this many answered turns, not after a time, as the
   * time that a JVM and a CLI take to start depends on the machine.
   */
  static final int GOOD_TURNS = 3;

  private static final String CASE = "agent-test-app/cases/copilot-sdk";

  private final Checkout checkout;
  private final Path agentJar;

  ScenarioRun(Checkout checkout, Path agentJar) {
    this.checkout = checkout;
    this.agentJar = agentJar;
  }

  /**
   * @param tokens how many tokens the model requests had, one after the other
   * @param webSockets how many of the model requests opened a WebSocket
   */
  record Outcome(CaseProcess.Result result, long tokens, long webSockets) {

    /** Whether the model was called as the scenario says. */
    boolean isOver(Map<String, String> set) {
      return set.containsKey("CASE_MODEL_TRANSPORT") == webSockets > 0;
    }
  }

  Outcome withAgent(Scenario scenario) throws IOException, InterruptedException {
    Duration life = scenario.isTold() ? LIFE_OF_TOLD : LIFE;
    try (Simulator simulator = Simulator.builder().tokenLifetime(life).start()) {
      CaseProcess.Result result =
          run(scenario, simulator, agentJar, TestBed.PLACEHOLDER, call -> {});
      long tokens =
          simulator.foundry().requests().stream()
              .map(request -> String.valueOf(request.header("Authorization")))
              .distinct()
              .count();
      long webSockets =
          simulator.foundry().requests().stream()
              .filter(request -> request.header("Upgrade") != null)
              .count();
      return new Outcome(result, tokens, webSockets);
    }
  }

  /** The same program without the agent, with its own token, which expires. */
  CaseProcess.Result withoutAgent(Scenario scenario) throws IOException, InterruptedException {
    SettableClock clock = new SettableClock(Instant.now());
    try (Simulator simulator = Simulator.builder().clock(clock).tokenLifetime(LIFE).start()) {
      String token = simulator.identity().issue("https://cognitiveservices.azure.com");
      AtomicInteger turns = new AtomicInteger();
      return run(
          scenario,
          simulator,
          null,
          token,
          call -> {
            if (turns.incrementAndGet() == GOOD_TURNS) {
              clock.pass(LIFE.plusSeconds(1));
            }
          });
    }
  }

  /** Makes a CLI unpack itself, which several at once could not do. */
  void unpack(CopilotCli cli) throws IOException, InterruptedException {
    Map<String, String> environment = home(cli);
    ProcessBuilder builder = new ProcessBuilder(cli.program().toString(), "--version");
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(cli.program() + " --version: " + said);
    }
  }

  private CaseProcess.Result run(
      Scenario scenario, Simulator simulator, @Nullable Path agent, String key, Consumer<Call> each)
      throws IOException, InterruptedException {
    Map<String, String> environment = home(scenario.cli());
    environment.putAll(environment(simulator));
    environment.putAll(scenario.set());
    Process found = scenario.how() == How.FOUND ? listen(scenario.cli(), environment) : null;
    try {
      environment.put("FOUNDRY_KEY", key);
      environment.put("CASE_TRANSPORT", scenario.how() == How.TCP ? "tcp" : "stdio");
      if (found == null) {
        environment.put("COPILOT_CLI", scenario.cli().program().toString());
      } else {
        environment.put("COPILOT_CLI_URL", "http://127.0.0.1:" + announcedPort(found));
      }
      return new CaseProcess(command(scenario, simulator, agent), environment).run(LIMIT, each);
    } finally {
      if (found != null) {
        found.destroy();
      }
    }
  }

  private List<String> command(Scenario scenario, Simulator simulator, @Nullable Path agent)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Jvm.current().executable());
    if (agent != null) {
      command.add("-javaagent:" + agent);
    }
    command.addAll(simulator.certificates().trustProperties());
    String libraries = Files.readString(checkout.root().resolve(CASE + "/target/class-path.txt"));
    command.add("-cp");
    command.add(checkout.root().resolve(CASE + "/target/classes") + ":" + libraries.trim());
    command.add(scenario.program());
    return command;
  }

  private Map<String, String> home(CopilotCli cli) throws IOException {
    Path folder = Files.createDirectories(checkout.root().resolve("target/copilot"));
    Path home = Files.createTempDirectory(folder, "home");
    Map<String, String> environment = new TreeMap<>();
    environment.put("PATH", System.getenv("PATH"));
    environment.put("HOME", home.toString());
    environment.put("COPILOT_HOME", home.resolve("copilot").toString());
    environment.put("XDG_CONFIG_HOME", home.resolve("config").toString());
    environment.put("XDG_CACHE_HOME", cli.cache().toString());
    return environment;
  }

  private static Map<String, String> environment(Simulator simulator) {
    String url = "https://localhost:" + simulator.foundry().port();
    Map<String, String> environment =
        new TreeMap<>(simulator.identity().environment(IdentityKind.APP_SERVICE));
    environment.put("FOUNDRY_URL", url);
    environment.put("FOUNDRY_IDENTITY_HOSTS", url);
    environment.put("CASE_TURNS", String.valueOf(Scenarios.TURNS));
    environment.put("CASE_PAUSE_MILLIS", String.valueOf(PAUSE_MILLIS));
    environment.put("NODE_EXTRA_CA_CERTS", simulator.certificates().caPem().toString());
    environment.put("SSL_CERT_FILE", simulator.certificates().caPem().toString());
    return environment;
  }

  private static Process listen(CopilotCli cli, Map<String, String> environment)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            cli.program().toString(),
            "--server",
            "--no-auto-update",
            "--no-auto-login",
            "--port",
            "0");
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.redirectErrorStream(true).start();
  }

  /** What nobody reads would hold the CLI as soon as the pipe is full. */
  private static void discard(BufferedReader output) {
    Thread reader =
        new Thread(
            () -> {
              try {
                output.transferTo(Writer.nullWriter());
              } catch (IOException ended) {
                // With the CLI
              }
            },
            "cli-output");
    reader.setDaemon(true);
    reader.start();
  }

  private static String announcedPort(Process cli) throws IOException {
    List<String> said = new ArrayList<>();
    for (String line = cli.inputReader().readLine();
        line != null;
        line = cli.inputReader().readLine()) {
      said.add(line);
      String port = line.replaceFirst(".*listening on port (\\d+).*", "$1");
      if (!port.equals(line)) {
        discard(cli.inputReader());
        return port;
      }
    }
    throw new IOException("the CLI announced no port: " + Collections.unmodifiableList(said));
  }
}
