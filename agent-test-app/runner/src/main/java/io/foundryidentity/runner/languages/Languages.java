package io.foundryidentity.runner.languages;

import io.foundryidentity.runner.cases.Checkout;
import io.foundryidentity.runner.process.Jvm;
import io.foundryidentity.simulator.IdentityKind;
import io.foundryidentity.simulator.SettableClock;
import io.foundryidentity.simulator.Simulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Runs programs of other languages with {@code gateway -- COMMAND}, each over several token lives,
 * and prints the table. Those with a token that they never replace run without the gateway too, and
 * must fail there when it has expired.
 *
 * <p>Arguments: lists of programs, {@code --only=TEXT}, {@code --at-once=N}. The script {@code
 * gateway-languages} has installed what they need. Start it where only loopback can be reached.
 */
public final class Languages {

  /** Long enough for six programs at a time, and for what else runs on the machine. */
  private static final Duration LIFE = Duration.ofSeconds(6);

  private static final int TURNS = 10;
  private static final int LEAST_TOKENS = 3;

  /** How long the model takes for an answer: ten turns are more than three lives of a token. */
  private static final Duration THINKS = Duration.ofSeconds(2);

  /** Without the gateway the token expires after this many answers, however slow the machine. */
  private static final int GOOD_TURNS = 3;

  private static final Duration LONG_LIFE = Duration.ofHours(1);

  /** For a program that hangs. */
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private static final int AT_ONCE = 6;

  /** Every JWT begins with it; no program may print one, as none has one. */
  private static final String TOKEN = "eyJ";

  private static final String ANSWER = "signed in as ";

  private final Checkout checkout;
  private final Path installed;

  private Languages(Checkout checkout) {
    this.checkout = checkout;
    installed = checkout.root().resolve("target/languages");
  }

  /** One run's line of the table. */
  private record Outcome(boolean expected, String line, List<String> output) {}

  public static void main(String[] arguments) throws Exception {
    List<LanguageProgram> programs = new ArrayList<>();
    String only = "";
    int atOnce = AT_ONCE;
    for (String argument : arguments) {
      if (argument.startsWith("--only=")) {
        only = argument.substring("--only=".length());
      } else if (argument.startsWith("--at-once=")) {
        atOnce = Integer.parseInt(argument.substring("--at-once=".length()));
      } else {
        programs.addAll(LanguageProgram.read(Path.of(argument)));
      }
    }
    Languages languages = new Languages(Checkout.around(Path.of("")));
    System.exit(languages.run(programs, only, atOnce) ? 0 : 1);
  }

  private boolean run(List<LanguageProgram> programs, String only, int atOnce)
      throws InterruptedException, ExecutionException {
    ExecutorService lanes = Executors.newFixedThreadPool(atOnce);
    List<Future<Outcome>> runs = new ArrayList<>();
    for (LanguageProgram program : programs) {
      if (!program.toString().contains(only)
          || !Files.isDirectory(installed.resolve(program.folder()))) {
        continue;
      }
      runs.add(lanes.submit((Callable<Outcome>) () -> behindGateway(program)));
      if (program.expires()) {
        runs.add(lanes.submit((Callable<Outcome>) () -> alone(program)));
      }
    }
    lanes.shutdown();
    System.out.println(
        "| language | program | versions | wire API | turns | tokens | token lives | edits |");
    System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- |");
    boolean all = !runs.isEmpty();
    for (Future<Outcome> run : runs) {
      Outcome outcome = run.get();
      System.out.println(outcome.line());
      if (!outcome.expected()) {
        all = false;
        outcome.output().forEach(line -> System.out.println("    " + line));
      }
    }
    return all;
  }

  private Outcome behindGateway(LanguageProgram program) throws IOException, InterruptedException {
    try (Simulator simulator = Simulator.builder().tokenLifetime(LIFE).start()) {
      ProgramRun seen = new ProgramRun();
      seen.watch(simulator, answered -> {});
      Map<String, String> environment = environment(program, simulator);
      List<String> command = new ArrayList<>();
      command.add(Jvm.current().executable());
      command.addAll(List.of("-Xmx96m", "-XX:TieredStopAtLevel=1"));
      command.addAll(simulator.certificates().trustProperties());
      command.addAll(List.of("-jar", checkout.agentJar().toString(), "gateway"));
      command.addAll(List.of("--target", url(simulator), "--"));
      command.addAll(program.command());
      Ended ended = start(program, simulator, command, environment);
      boolean turns =
          program.turns() == LanguageProgram.Turns.ONCE
              || (seen.answered() >= TURNS && seen.tokens() >= LEAST_TOKENS);
      long answers = ended.output().stream().filter(line -> line.contains(ANSWER)).count();
      long wanted = program.turns() == LanguageProgram.Turns.LOOP ? TURNS : 1;
      boolean clean = ended.output().stream().noneMatch(line -> line.contains(TOKEN));
      boolean expected = ended.exit() == 0 && turns && answers == wanted && clean;
      String lives =
          String.format(Locale.ROOT, "%.1f", seen.took().toMillis() / (double) LIFE.toMillis());
      return new Outcome(
          expected,
          row(
              program,
              seen.answered() + "",
              seen.tokens() + "",
              lives,
              (expected ? "0" : "**FAILED**, exit " + ended.exit())),
          ended.output());
    }
  }

  private Outcome alone(LanguageProgram program) throws IOException, InterruptedException {
    SettableClock clock = new SettableClock(Instant.now());
    try (Simulator simulator = Simulator.builder().clock(clock).tokenLifetime(LONG_LIFE).start()) {
      ProgramRun seen = new ProgramRun();
      seen.watch(
          simulator,
          answered -> {
            if (answered == GOOD_TURNS) {
              clock.pass(LONG_LIFE.plusSeconds(1));
            }
          });
      Map<String, String> environment = environment(program, simulator);
      String ca = simulator.certificates().caPem().toString();
      environment.put("NODE_EXTRA_CA_CERTS", ca);
      environment.put("SSL_CERT_FILE", ca);
      environment.put("AZURE_TOKEN_CREDENTIALS", "ManagedIdentityCredential");
      environment.put("AZURE_AI_FOUNDRY_RESOURCE_URL", url(simulator));
      environment.put("FOUNDRY_RESOURCE_URL", url(simulator));
      Ended ended = start(program, simulator, program.command(), environment);
      boolean expected =
          seen.answered() == GOOD_TURNS
              && seen.expired() > 0
              && (ended.exit() != 0
                  || ended.output().stream().anyMatch(line -> line.matches(".*\\b401\\b.*")));
      return new Outcome(
          expected,
          row(
              program,
              seen.answered() + ", then 401",
              seen.tokens() + "",
              "1",
              "without the gateway" + (expected ? "" : ": **UNEXPECTED**")),
          ended.output());
    }
  }

  private String row(
      LanguageProgram program, String turns, String tokens, String lives, String last)
      throws IOException {
    return "| "
        + String.join(
            " | ",
            program.language(),
            program.name() + (program.from().equals("page") ? ", the page's own" : ", ours"),
            program.versions(installed),
            program.wire(),
            turns,
            tokens,
            lives,
            last)
        + " |";
  }

  private record Ended(int exit, List<String> output) {}

  private Ended start(
      LanguageProgram program,
      Simulator simulator,
      List<String> command,
      Map<String, String> environment)
      throws IOException, InterruptedException {
    simulator
        .foundry()
        .longTurns(program.turns() == LanguageProgram.Turns.TOOLS ? TURNS - 1 : 0, THINKS);
    Path output = Files.createTempFile(installed, "output", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(installed.resolve(program.folder()).toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().clear(); // No real key or proxy of the machine's
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    try {
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroy();
        return new Ended(-1, List.of("still running after " + LIMIT));
      }
      return new Ended(process.exitValue(), Files.readAllLines(output));
    } finally {
      process.destroyForcibly();
      Files.delete(output);
    }
  }

  private Map<String, String> environment(LanguageProgram program, Simulator simulator)
      throws IOException {
    Path home = Files.createTempDirectory(installed, "home");
    Map<String, String> environment =
        new TreeMap<>(simulator.identity().environment(IdentityKind.APP_SERVICE));
    environment.put("PATH", System.getenv("PATH"));
    environment.put("HOME", home.toString());
    environment.put("TURNS", String.valueOf(TURNS));
    environment.put("WIRE_API", program.wire());
    environment.put("STREAMING", String.valueOf(program.wire().equals("completions")));
    Path cli = installed.resolve(program.folder()).resolve("cli");
    if (Files.exists(cli)) {
      environment.put("COPILOT_CLI_PATH", cli.toRealPath().toString());
    }
    return environment;
  }

  private static String url(Simulator simulator) {
    return "https://localhost:" + simulator.foundry().port();
  }
}
