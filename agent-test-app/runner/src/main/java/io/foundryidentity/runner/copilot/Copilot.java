package io.foundryidentity.runner.copilot;

import io.foundryidentity.runner.cases.Checkout;
import io.foundryidentity.runner.process.Call;
import io.foundryidentity.runner.process.CaseProcess;
import io.foundryidentity.runner.process.Jvm;
import io.foundryidentity.runner.testbed.TestBed;
import io.foundryidentity.simulator.IdentityKind;
import io.foundryidentity.simulator.SettableClock;
import io.foundryidentity.simulator.Simulator;
import java.io.IOException;
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

/**
 * Runs conversations of the Copilot SDK over real CLIs, each longer than several token lives, and
 * prompts of a program that starts such a CLI itself.
 *
 * <p>Arguments: {@code --old=CLI} for one before 1.0.65, {@code --new=CLI} for a later one, {@code
 * --agent=JAR}, {@code --only=SCENARIO}. Ends with 1 unless every turn is answered, and unless a
 * program with its own token is answered at first and refused when the token has expired.
 *
 * <p>Start it where only loopback can be reached: a CLI with a provider of Azure's type looks for a
 * managed identity itself.
 */
public final class Copilot {

  private static final Duration LIFE = Duration.ofSeconds(6);
  private static final int TURNS = 10;

  /** Together with the pauses between them still longer than a token's life. */
  private static final int FEW_TURNS = 5;

  private static final long PAUSE_MILLIS = 1500;

  /**
   * Without the agent the token expires after this many answered turns, not after a time, as the
   * time that a JVM and a CLI take to start depends on the machine.
   */
  private static final int GOOD_TURNS = 3;

  private static final Duration LIMIT = Duration.ofMinutes(3);

  /** Every JWT begins with it; no log may contain one. */
  private static final String TOKEN = "eyJ";

  private static final String CASE = "agent-test-app/cases/copilot-sdk";
  private static final String PACKAGE = "io.foundryidentity.cases.copilotsdk.";
  private static final String PROMPTS = PACKAGE + "PromptMain";

  /** A prompt that takes longer than a token's life, in one process. */
  private static final Map<String, String> LONG_WORK =
      Map.of("CASE_PROMPT", "Run `sleep 4` 5 times, then say hello");

  /**
   * One conversation, or several prompts.
   *
   * @param way how the token reaches the CLI, as the agent's log line says it
   * @param found whether the CLI is started before the program
   * @param turns how many; with many turns there is also a control run without the agent
   */
  private record Scenario(
      String name,
      String program,
      Path cli,
      String way,
      boolean found,
      int turns,
      Map<String, String> set) {

    boolean hasControl() {
      return turns == TURNS || (prompts() && turns == FEW_TURNS);
    }

    boolean prompts() {
      return program.equals(PROMPTS);
    }

    /** A conversation is run twice, the second time streaming. */
    int calls() {
      return prompts() ? turns : 2 * turns;
    }

    /** How many log lines the agent writes: one for each process or session. */
    int lines() {
      return prompts() ? turns : 2;
    }

    boolean isLine(String noise) {
      return prompts()
          ? noise.contains("Copilot CLI started: ") && noise.endsWith(" by " + way)
          : noise.contains("by " + way + ", CLI ");
    }
  }

  private final Checkout checkout;
  private final Path agentJar;
  private boolean allAsExpected = true;

  private Copilot(Checkout checkout, Path agentJar) {
    this.checkout = checkout;
    this.agentJar = agentJar;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Map<String, String> given = new TreeMap<>();
    for (String argument : arguments) {
      String[] parts = argument.split("=", 2);
      given.put(parts[0], parts.length == 2 ? parts[1] : "");
    }
    Checkout checkout = Checkout.around(Path.of(""));
    Path agentJar =
        given.containsKey("--agent") ? Path.of(given.get("--agent")) : checkout.agentJar();
    Copilot copilot = new Copilot(checkout, agentJar.toAbsolutePath());
    for (Scenario scenario : scenarios(Path.of(given.get("--old")), Path.of(given.get("--new")))) {
      if (!given.containsKey("--only") || scenario.name().contains(given.get("--only"))) {
        copilot.check(scenario);
      }
    }
    System.exit(copilot.allAsExpected ? 0 : 1);
  }

  private static List<Scenario> scenarios(Path old, Path newer) {
    String sdk = PACKAGE + "Main";
    String standIn = PACKAGE + "NewerMain";
    Map<String, String> responses = Map.of("CASE_WIRE_API", "responses");
    Map<String, String> anthropic = Map.of("CASE_TYPE", "anthropic");
    Map<String, String> azure = Map.of("CASE_TYPE", "azure");
    Map<String, String> sdkSeen = Map.of("CASE_LOADS", "com.github.copilot.sdk.CopilotClient");
    Map<String, String> azureOverTcp = Map.of("CASE_TYPE", "azure", "CASE_TRANSPORT", "tcp");
    String o = "SDK 0.3, older CLI";
    String n = "SDK 1.x, newer CLI";
    String po = "copilot -p, older CLI";
    String pn = "copilot -p, newer CLI";
    return List.of(
        new Scenario(o, sdk, old, "gateway", false, TURNS, Map.of()),
        new Scenario(o + ", responses", sdk, old, "gateway", false, FEW_TURNS, responses),
        new Scenario(o + ", azure, TCP", sdk, old, "gateway", false, FEW_TURNS, azureOverTcp),
        new Scenario(o + ", anthropic", sdk, old, "gateway", false, FEW_TURNS, anthropic),
        new Scenario(o + " found", sdk, old, "at creation", true, TURNS, Map.of()),
        new Scenario(n, standIn, newer, "callback", false, TURNS, Map.of()),
        new Scenario(n + ", responses", standIn, newer, "callback", false, FEW_TURNS, responses),
        new Scenario(
            n + ", azure, TCP", standIn, newer, "callback", false, FEW_TURNS, azureOverTcp),
        new Scenario(n + ", anthropic", standIn, newer, "callback", false, FEW_TURNS, anthropic),
        new Scenario(n + " found", standIn, newer, "callback", true, FEW_TURNS, Map.of()),
        prompts(po, old, FEW_TURNS, Map.of()),
        prompts(po + ", azure", old, 1, azure),
        prompts(po + ", anthropic", old, 1, anthropic),
        prompts(po + ", long", old, 1, LONG_WORK),
        prompts(pn, newer, FEW_TURNS, Map.of()),
        prompts(pn + ", responses", newer, 1, responses),
        prompts(pn + ", azure", newer, 1, azure),
        prompts(pn + ", anthropic", newer, 1, anthropic),
        prompts(pn + ", long", newer, 1, LONG_WORK),
        new Scenario(pn + ", SDK seen", PROMPTS, newer, "gateway", false, 1, sdkSeen));
  }

  /** Prompts of a program without the SDK, where the agent's configuration must name the client. */
  private static Scenario prompts(String name, Path cli, int turns, Map<String, String> set) {
    Map<String, String> named = new TreeMap<>(set);
    named.put("FOUNDRY_IDENTITY_CLIENTS", "copilot-cli");
    return new Scenario(name, PROMPTS, cli, "gateway", false, turns, named);
  }

  private void check(Scenario scenario) throws IOException, InterruptedException {
    CaseProcess.Result with = withAgent(scenario);
    long answered = with.calls().stream().filter(Call::ok).count();
    long logged = with.noise().stream().filter(scenario::isLine).count();
    report(
        scenario,
        with,
        answered + " of " + scenario.calls() + " turns answered, by " + scenario.way(),
        answered == scenario.calls()
            && logged == scenario.lines()
            && with.noise().stream().noneMatch(line -> line.contains(TOKEN)));
    if (scenario.hasControl()) {
      CaseProcess.Result without = withoutAgent(scenario);
      long before = without.calls().stream().takeWhile(Call::ok).count();
      boolean refused = without.calls().stream().skip(before).allMatch(Call::refused);
      report(
          scenario,
          without,
          "without the agent " + before + " turns, then 401",
          before >= GOOD_TURNS && before < without.calls().size() && refused);
    }
  }

  private void report(
      Scenario scenario, CaseProcess.Result result, String outcome, boolean expected) {
    System.out.printf("%-32s %s%s%n", scenario.name(), outcome, expected ? "" : ": WRONG");
    if (!expected) {
      allAsExpected = false;
      result.calls().forEach(call -> System.out.println("  " + call));
      result.noise().forEach(line -> System.out.println("  " + line));
    }
  }

  private CaseProcess.Result withAgent(Scenario scenario) throws IOException, InterruptedException {
    try (Simulator simulator = Simulator.builder().tokenLifetime(LIFE).start()) {
      return run(scenario, simulator, agentJar, TestBed.PLACEHOLDER, call -> {});
    }
  }

  /** The same program without the agent, with its own token, which expires. */
  private CaseProcess.Result withoutAgent(Scenario scenario)
      throws IOException, InterruptedException {
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

  private CaseProcess.Result run(
      Scenario scenario, Simulator simulator, @Nullable Path agent, String key, Consumer<Call> each)
      throws IOException, InterruptedException {
    Path folder = Files.createDirectories(checkout.root().resolve("target/copilot"));
    Path home = Files.createTempDirectory(folder, "home");
    Map<String, String> environment = environment(simulator, home);
    environment.putAll(scenario.set());
    environment.put("CASE_TURNS", String.valueOf(scenario.turns()));
    Process found = scenario.found() ? listen(scenario.cli(), environment) : null;
    try {
      environment.put("FOUNDRY_KEY", key);
      if (found == null) {
        environment.put("COPILOT_CLI", scenario.cli().toString());
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

  private static Map<String, String> environment(Simulator simulator, Path home) {
    String url = "https://localhost:" + simulator.foundry().port();
    Map<String, String> environment =
        new TreeMap<>(simulator.identity().environment(IdentityKind.APP_SERVICE));
    environment.put("FOUNDRY_URL", url);
    environment.put("FOUNDRY_IDENTITY_HOSTS", url);
    environment.put("CASE_PAUSE_MILLIS", String.valueOf(PAUSE_MILLIS));
    environment.put("PATH", System.getenv("PATH"));
    environment.put("HOME", home.toString());
    environment.put("COPILOT_HOME", home.resolve("copilot").toString());
    environment.put("XDG_CONFIG_HOME", home.resolve("config").toString());
    environment.put("NODE_EXTRA_CA_CERTS", simulator.certificates().caPem().toString());
    environment.put("SSL_CERT_FILE", simulator.certificates().caPem().toString());
    return environment;
  }

  private static Process listen(Path cli, Map<String, String> environment) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            cli.toString(), "--server", "--no-auto-update", "--no-auto-login", "--port", "0");
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.redirectErrorStream(true).start();
  }

  private static String announcedPort(Process cli) throws IOException {
    List<String> said = new ArrayList<>();
    for (String line = cli.inputReader().readLine();
        line != null;
        line = cli.inputReader().readLine()) {
      said.add(line);
      String port = line.replaceFirst(".*listening on port (\\d+).*", "$1");
      if (!port.equals(line)) {
        return port;
      }
    }
    throw new IOException("the CLI announced no port: " + Collections.unmodifiableList(said));
  }
}
