package io.foundryidentity.runner;

import io.foundryidentity.runner.SoakProgram.Vitals;
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
 * Lets 200 threads ask for minutes over tokens that live 10 s, while the identity endpoint fails in
 * every way that it can and the program's clock jumps.
 *
 * <p>Arguments: {@code --minutes=N}, {@code --seed=N}. Ends with 1 unless every rule of {@link
 * SoakVerdict} is kept.
 */
public final class Soak {

  private static final Duration TOKEN_LIFE = Duration.ofSeconds(10);
  private static final int THREADS = 200;
  private static final long FEWEST_MINUTES = 3;

  /** Of each thread between two requests: together they send less than 500 a second. */
  private static final int REST_MILLIS = 400;

  private static final Duration WARM_UP = Duration.ofSeconds(20);

  /**
   * It is replaced at the end of the warm-up. While two cold JVMs shake 200 hands a request may lie
   * in a socket for seconds, and a short life would end there, which is nobody's fault.
   */
  private static final Duration FIRST_TOKEN_LIFE = WARM_UP.multipliedBy(2);

  private final Stage stage;
  private final Checkout checkout;
  private final FakeClock clock;
  private final Duration length;
  private final SoakProgram program = new SoakProgram(Clock.systemUTC());
  private final SoakWatch watch = new SoakWatch();

  private Soak(Stage stage, Checkout checkout, FakeClock clock, Duration length) {
    this.stage = stage;
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
    Company company =
        Company.NONE.withBefore("-Xmx256m").withBefore("-Dfoundry.identity.log-level=trace");
    Path folder = Files.createTempDirectory("soak");
    boolean good;
    try (Stage stage =
        new Stage(
            Simulator.builder().tokenLifetime(FIRST_TOKEN_LIFE).start(), checkout, jvm, company)) {
      Soak soak =
          new Soak(
              stage,
              checkout,
              new FakeClock(checkout.wallClock(), folder),
              Duration.ofMinutes(minutes));
      System.out.printf(
          "%d threads, tokens that live %d s, %d minutes; --seed=%d gives the same order%n",
          THREADS, TOKEN_LIFE.toSeconds(), minutes, seed);
      SoakResult result = soak.play(new SoakSchedule(seed));
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

  private SoakResult play(SoakSchedule schedule)
      throws IOException, InterruptedException, ExecutionException {
    Simulator simulator = stage.simulator();
    simulator.foundry().keepRequests(false);
    simulator.foundry().watch(watch);
    ExecutorService aside = Executors.newSingleThreadExecutor();
    try {
      Future<CaseProcess.Result> running = aside.submit(this::runProgram);
      SoakPlay play = new SoakPlay(endpoint(), clock, watch, program, TOKEN_LIFE);
      play.phases(schedule, WARM_UP, length, () -> simulator.identity().lifetime(TOKEN_LIFE));
      CaseProcess.Result ended = running.get();
      play.end();
      return result(play, ended);
    } finally {
      aside.shutdownNow();
    }
  }

  private EndpointBehaviour endpoint() {
    return stage.simulator().identity().at(IdentityKind.APP_SERVICE);
  }

  private CaseProcess.Result runProgram() throws IOException, InterruptedException {
    List<String> arguments =
        List.of(
            Long.toString(length.toSeconds()),
            Integer.toString(THREADS),
            Integer.toString(REST_MILLIS),
            "https://localhost:" + stage.simulator().stranger().port() + "/elsewhere");
    return stage
        .process(ClientCase.SOAK, checkout.agentJar(), arguments, clock.environment())
        .run(length.plusSeconds(90), program::heard);
  }

  private SoakResult result(SoakPlay play, CaseProcess.Result ended) {
    SoakTokens tokens = new SoakTokens(watch.tokens());
    List<String> lines = new ArrayList<>(ended.noise());
    ended.calls().forEach(call -> lines.add(call.text()));
    List<Vitals> vitals = program.vitals();
    int warmUp = (int) Math.min(vitals.size(), WARM_UP.toSeconds() / 5);
    return new SoakResult(
        length,
        play.played(),
        program.sent(),
        program.count("answered"),
        program.count("failed"),
        program.failures(),
        play.longestMillis(),
        vitals.subList(warmUp, vitals.size()),
        watch.tokenCount(),
        stage.simulator().stranger().requests().size(),
        tokens.countIn(stage.simulator().stranger().requests()),
        ended.noise().size(),
        tokens.countInLines(lines),
        ended.exit());
  }
}
