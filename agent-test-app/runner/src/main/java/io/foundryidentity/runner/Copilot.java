package io.foundryidentity.runner;

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
 * Plays conversations of the Copilot SDK over real CLIs, each over several lives of a token, and
 * prompts of a program that starts such a CLI itself.
 *
 * <p>Arguments: {@code --old=CLI} for one before 1.0.65, {@code --new=CLI} for a later one, {@code
 * --agent=JAR}, {@code --only=SCENE}. Ends with 1 unless every turn is answered, and unless a
 * program that brings a token of its own is answered at first and refused when it has expired.
 *
 * <p>To be started where nothing but loopback can be reached: a CLI of Azure's type looks for a
 * managed identity by itself.
 */
public final class Copilot {

  private static final Duration LIFE = Duration.ofSeconds(6);
  private static final int TURNS = 10;

  /** With the pauses between them still longer than a life. */
  private static final int FEW_TURNS = 5;

  private static final long PAUSE_MILLIS = 1500;

  /**
   * Without the agent the token expires when so many turns were answered, not after a time: how
   * long a JVM and a CLI take to start is the machine's affair.
   */
  private static final int GOOD_TURNS = 3;

  private static final Duration LIMIT = Duration.ofMinutes(3);

  /** Every JWT begins so; no log may hold one. */
  private static final String TOKEN = "eyJ";

  private static final String CASE = "agent-test-app/cases/copilot-sdk";
  private static final String PACKAGE = "io.foundryidentity.cases.copilotsdk.";
  private static final String PROMPTS = PACKAGE + "PromptMain";

  /** Longer than a life, in one process. */
  private static final Map<String, String> LONG_WORK =
      Map.of("CASE_PROMPT", "Run `sleep 4` 5 times, then say hello");

  /**
   * One conversation, or one row of prompts.
   *
   * @param way what the agent's log line says
   * @param found whether the CLI runs before the program does
   * @param turns how many; with a control, which is played without the agent, where there are many
   */
  private record Scene(
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

    /** A conversation is held twice, the second time streaming. */
    int calls() {
      return prompts() ? turns : 2 * turns;
    }

    /** How many lines of its log the agent writes, one for each process or session. */
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
  private boolean asItShouldBe = true;

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
    for (Scene scene : scenes(Path.of(given.get("--old")), Path.of(given.get("--new")))) {
      if (!given.containsKey("--only") || scene.name().contains(given.get("--only"))) {
        copilot.play(scene);
      }
    }
    System.exit(copilot.asItShouldBe ? 0 : 1);
  }

  private static List<Scene> scenes(Path old, Path newer) {
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
        new Scene(o, sdk, old, "gateway", false, TURNS, Map.of()),
        new Scene(o + ", responses", sdk, old, "gateway", false, FEW_TURNS, responses),
        new Scene(o + ", azure, TCP", sdk, old, "gateway", false, FEW_TURNS, azureOverTcp),
        new Scene(o + ", anthropic", sdk, old, "gateway", false, FEW_TURNS, anthropic),
        new Scene(o + " found", sdk, old, "at creation", true, TURNS, Map.of()),
        new Scene(n, standIn, newer, "callback", false, TURNS, Map.of()),
        new Scene(n + ", responses", standIn, newer, "callback", false, FEW_TURNS, responses),
        new Scene(n + ", azure, TCP", standIn, newer, "callback", false, FEW_TURNS, azureOverTcp),
        new Scene(n + ", anthropic", standIn, newer, "callback", false, FEW_TURNS, anthropic),
        new Scene(n + " found", standIn, newer, "callback", true, FEW_TURNS, Map.of()),
        prompts(po, old, FEW_TURNS, Map.of()),
        prompts(po + ", azure", old, 1, azure),
        prompts(po + ", anthropic", old, 1, anthropic),
        prompts(po + ", long", old, 1, LONG_WORK),
        prompts(pn, newer, FEW_TURNS, Map.of()),
        prompts(pn + ", responses", newer, 1, responses),
        prompts(pn + ", azure", newer, 1, azure),
        prompts(pn + ", anthropic", newer, 1, anthropic),
        prompts(pn + ", long", newer, 1, LONG_WORK),
        new Scene(pn + ", SDK seen", PROMPTS, newer, "gateway", false, 1, sdkSeen));
  }

  /** Of a program that has no SDK, so that the agent must be told what it does. */
  private static Scene prompts(String name, Path cli, int turns, Map<String, String> set) {
    Map<String, String> named = new TreeMap<>(set);
    named.put("FOUNDRY_IDENTITY_CLIENTS", "copilot-cli");
    return new Scene(name, PROMPTS, cli, "gateway", false, turns, named);
  }

  private void play(Scene scene) throws IOException, InterruptedException {
    CaseProcess.Result with = withAgent(scene);
    long answered = with.calls().stream().filter(Call::ok).count();
    long told = with.noise().stream().filter(scene::isLine).count();
    judge(
        scene,
        with,
        answered + " of " + scene.calls() + " turns answered, by " + scene.way(),
        answered == scene.calls()
            && told == scene.lines()
            && with.noise().stream().noneMatch(line -> line.contains(TOKEN)));
    if (scene.hasControl()) {
      CaseProcess.Result without = withoutAgent(scene);
      long before = without.calls().stream().takeWhile(Call::ok).count();
      boolean refused = without.calls().stream().skip(before).allMatch(Call::refused);
      judge(
          scene,
          without,
          "without the agent " + before + " turns, then 401",
          before >= GOOD_TURNS && before < without.calls().size() && refused);
    }
  }

  private void judge(Scene scene, CaseProcess.Result result, String outcome, boolean expected) {
    System.out.printf("%-32s %s%s%n", scene.name(), outcome, expected ? "" : ": WRONG");
    if (!expected) {
      asItShouldBe = false;
      result.calls().forEach(call -> System.out.println("  " + call));
      result.noise().forEach(line -> System.out.println("  " + line));
    }
  }

  private CaseProcess.Result withAgent(Scene scene) throws IOException, InterruptedException {
    try (Simulator simulator = Simulator.builder().tokenLifetime(LIFE).start()) {
      return run(scene, simulator, agentJar, Stage.PLACEHOLDER, call -> {});
    }
  }

  /** The same program, with a token of its own that is good until it expires. */
  private CaseProcess.Result withoutAgent(Scene scene) throws IOException, InterruptedException {
    SettableClock clock = new SettableClock(Instant.now());
    try (Simulator simulator = Simulator.builder().clock(clock).tokenLifetime(LIFE).start()) {
      String token = simulator.identity().issue("https://cognitiveservices.azure.com");
      AtomicInteger turns = new AtomicInteger();
      return run(
          scene,
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
      Scene scene, Simulator simulator, @Nullable Path agent, String key, Consumer<Call> each)
      throws IOException, InterruptedException {
    Path folder = Files.createDirectories(checkout.root().resolve("target/copilot"));
    Path home = Files.createTempDirectory(folder, "home");
    Map<String, String> environment = environment(simulator, home);
    environment.putAll(scene.set());
    environment.put("CASE_TURNS", String.valueOf(scene.turns()));
    Process found = scene.found() ? listen(scene.cli(), environment) : null;
    try {
      environment.put("FOUNDRY_KEY", key);
      if (found == null) {
        environment.put("COPILOT_CLI", scene.cli().toString());
      } else {
        environment.put("COPILOT_CLI_URL", "http://127.0.0.1:" + announcedPort(found));
      }
      return new CaseProcess(command(scene, simulator, agent), environment).run(LIMIT, each);
    } finally {
      if (found != null) {
        found.destroy();
      }
    }
  }

  private List<String> command(Scene scene, Simulator simulator, @Nullable Path agent)
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
    command.add(scene.program());
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
