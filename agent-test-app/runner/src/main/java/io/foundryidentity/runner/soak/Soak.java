package io.foundryidentity.runner.soak;

import io.foundryidentity.runner.cases.Checkout;
import io.foundryidentity.runner.cases.ClientCase;
import io.foundryidentity.runner.process.CaseProcess;
import io.foundryidentity.runner.process.Jvm;
import io.foundryidentity.runner.process.JvmSettings;
import io.foundryidentity.runner.soak.SoakProgram.Vitals;
import io.foundryidentity.runner.testbed.TestBed;
import io.foundryidentity.simulator.EndpointBehaviour;
import io.foundryidentity.simulator.IdentityKind;
import io.foundryidentity.simulator.Simulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs a program with 200 threads for minutes, with tokens that live 10 s, while the identity
 * endpoint fails in every way that the simulator has and the program's clock jumps.
 *
 * <p>Arguments: {@code --minutes=N}, {@code --seed=N}. Ends with 1 unless every rule of {@link
 * SoakVerdict} holds.
 */
public final class Soak {

  private static final Duration TOKEN_LIFE = Duration.ofSeconds(10);
  private static final int THREADS = 200;
  private static final long FEWEST_MINUTES = 3;

  /** The pause of each thread between two requests: together they send less than 500 a second. */
  private static final int REST_MILLIS = 400;

  private static final Duration WARM_UP = Duration.ofSeconds(20);

  /**
   * Used until the warm-up ends. While two cold JVMs make 200 TLS handshakes a request can wait in
   * a socket for seconds; a token with a short life would expire there, which is not the agent's
   * fault.
   */
  private static final Duration FIRST_TOKEN_LIFE = WARM_UP.multipliedBy(2);

  private final TestBed testBed;
  private final Checkout checkout;
  private final FakeClock clock;
  private final Duration length;
  private final SoakProgram program = new SoakProgram(Clock.systemUTC());
  private final SoakWatch watch = new SoakWatch();

  private Soak(TestBed testBed, Checkout checkout, FakeClock clock, Duration length) {
    this.testBed = testBed;
    this.checkout = checkout;
    this.clock = clock;
    this.length = length;
  }

  public static void main(String[] arguments)
      throws IOException, InterruptedException, ExecutionException {
    long minutes = FEWEST_MINUTES;
    long seed = System.nanoTime() % 1_000_000;
    for (String argument : arguments) {
      long value = Long.parseLong(argument.substring(argument.indexOf('=') + 1));
      if (argument.startsWith("--minutes=")) {
        minutes = value;
      } else if (argument.startsWith("--seed=")) {
        seed = value;
      } else {
        throw new IllegalArgumentException("Unknown argument: " + argument);
      }
    }
    if (minutes < FEWEST_MINUTES) {
      throw new IllegalArgumentException("A round of all troubles needs 3 minutes");
    }
    Checkout checkout = Checkout.around(Path.of(""));
    Jvm jvm = Jvm.current();
    JvmSettings settings =
        JvmSettings.NONE.withBefore("-Xmx256m").withBefore("-Dfoundry.identity.log-level=trace");
    Path folder = Files.createTempDirectory("soak");
    boolean good;
    try (TestBed testBed =
        new TestBed(
            Simulator.builder().tokenLifetime(FIRST_TOKEN_LIFE).start(), checkout, jvm, settings)) {
      Soak soak =
          new Soak(
              testBed,
              checkout,
              new FakeClock(checkout.wallClock(), folder),
              Duration.ofMinutes(minutes));
      System.out.printf(
          "%d threads, tokens that live %d s, %d minutes; --seed=%d gives the same order%n",
          THREADS, TOKEN_LIFE.toSeconds(), minutes, seed);
      SoakResult result = soak.run(new SoakSchedule(seed));
      SoakVerdict verdict = new SoakVerdict(result, TOKEN_LIFE);
      SoakReport report = new SoakReport(result, verdict);
      System.out.print(report.table());
      String version = checkout.version(ClientCase.SOAK);
      checkout.leave("soak", List.of(report.result(version, jvm, THREADS, seed)));
      verdict.faults().forEach(fault -> System.out.println("  FAULT " + fault));
      good = verdict.faults().isEmpty();
      System.out.println(
          verdict.passed() + " passed, " + (SoakVerdict.RULES - verdict.passed()) + " failed");
    } finally {
      delete(folder);
    }
    System.exit(good ? 0 : 1);
  }

  private static void delete(Path folder) throws IOException {
    Files.deleteIfExists(folder.resolve("clock"));
    Files.delete(folder);
  }

  private SoakResult run(SoakSchedule schedule)
      throws IOException, InterruptedException, ExecutionException {
    Simulator simulator = testBed.simulator();
    simulator.foundry().keepRequests(false);
    simulator.foundry().watch(watch);
    ExecutorService aside = Executors.newSingleThreadExecutor();
    try {
      Future<CaseProcess.Result> running = aside.submit(this::runProgram);
      SoakRun run = new SoakRun(endpoint(), clock, watch, program, TOKEN_LIFE);
      run.run(schedule, WARM_UP, length, () -> simulator.identity().lifetime(TOKEN_LIFE));
      CaseProcess.Result ended = running.get();
      run.end();
      return result(run, ended);
    } finally {
      aside.shutdownNow();
    }
  }

  private EndpointBehaviour endpoint() {
    return testBed.simulator().identity().at(IdentityKind.APP_SERVICE);
  }

  private CaseProcess.Result runProgram() throws IOException, InterruptedException {
    List<String> arguments =
        List.of(
            Long.toString(length.toSeconds()),
            Integer.toString(THREADS),
            Integer.toString(REST_MILLIS),
            "https://localhost:" + testBed.simulator().stranger().port() + "/elsewhere");
    return testBed
        .process(ClientCase.SOAK, checkout.agentJar(), arguments, clock.environment())
        .run(length.plusSeconds(90), program::heard);
  }

  private SoakResult result(SoakRun run, CaseProcess.Result ended) {
    SoakTokens tokens = new SoakTokens(watch.tokens());
    List<String> lines = new ArrayList<>(ended.noise());
    ended.calls().forEach(call -> lines.add(call.text()));
    List<Vitals> vitals = program.vitals();
    int warmUp = (int) Math.min(vitals.size(), WARM_UP.toSeconds() / 5);
    return new SoakResult(
        length,
        run.phases(),
        program.sent(),
        program.count("answered"),
        program.count("failed"),
        program.failures(),
        run.longestMillis(),
        vitals.subList(warmUp, vitals.size()),
        watch.tokenCount(),
        testBed.simulator().stranger().requests().size(),
        tokens.countIn(testBed.simulator().stranger().requests()),
        ended.noise().size(),
        tokens.countInLines(lines),
        ended.exit());
  }
}
